package dev.tidegate.gateway.config;

import java.io.IOException;
import java.io.Serial;

/** A configuration that cannot be used; the message is a full sentence with the place. */
public final class ConfigException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ConfigException(final String message) {
        super(message);
    }

    public ConfigException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
