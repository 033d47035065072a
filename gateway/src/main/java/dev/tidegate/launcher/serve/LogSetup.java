package dev.tidegate.launcher.serve;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import dev.tidegate.gateway.config.Config;
import dev.tidegate.gateway.config.ConfigKey;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the log written as the configuration says; it goes to standard error either way. */
final class LogSetup {
    private LogSetup() {}

    static void apply(final Config config) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            final ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.setLevel(Level.toLevel(config.text(ConfigKey.LOG_LEVEL)));
            if (config.text(ConfigKey.LOG_FORMAT).equals("json")) {
                final Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
                while (appenders.hasNext()) {
                    if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> appender) {
                        writeJson(context, appender);
                    }
                }
            }
        }
    }

    private static void writeJson(final LoggerContext context, final OutputStreamAppender<ILoggingEvent> appender) {
        final JsonEncoder json = new JsonEncoder();
        json.setContext(context);
        json.setWithFormattedMessage(true);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.start();
        appender.setEncoder(json);
    }
}
