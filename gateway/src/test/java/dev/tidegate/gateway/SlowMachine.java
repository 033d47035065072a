package dev.tidegate.gateway;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets every test wait long for what it awaits: a limit only ends a test that hangs, however slow and busy the machine is. */
public final class SlowMachine implements BeforeAllCallback {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Override
    public void beforeAll(final ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
