package dev.tidegate.launcher.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one check found.
 *
 * @param advice what to do; empty when there is nothing to do
 */
record Finding(String check, Status status, String found, String advice) {

    /** How well it is. */
    enum Status {
        ok,
        warn,
        fail
    }

    static Finding ok(final String check, final String found) {
        return new Finding(check, Status.ok, found, "");
    }

    static Finding warn(final String check, final String found, final String advice) {
        return new Finding(check, Status.warn, found, advice);
    }

    static Finding fail(final String check, final String found, final String advice) {
        return new Finding(check, Status.fail, found, advice);
    }

    Map<String, Object> figures() {
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("check", check);
        figures.put("status", status.name());
        figures.put("found", found);
        figures.put("advice", advice);
        return figures;
    }
}
