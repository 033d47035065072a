package dev.tidegate.launcher.serve;

import dev.tidegate.gateway.security.ApiKeys;
import dev.tidegate.launcher.ExitCode;
import dev.tidegate.message.CommandHeader.ActorType;
import dev.tidegate.wire.Scope;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tidegate key}: makes an API key, and the entry for the file of keys, which does not hold the secret. */
@Command(
        name = "key",
        description = "Makes an API key and its entry for security.keys-file.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED)
public final class KeyCommand implements Callable<Integer> {
    private static final int SECRET_BYTES = 32;
    private static final int MOST_CHANNEL = 65_535;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets these before call()
    private CommandSpec spec;

    @Option(names = "--id", required = true, description = "Public part: 1 to 32 of a-z, 0-9 and -.")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Option(
            names = "--principal",
            required = true,
            description = "Owner of the command ids, from 1; keys may share it.")
    private int principal;

    @Option(
            names = "--scopes",
            split = ",",
            defaultValue = "ORDERS,READ",
            description = "What it allows: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private List<Scope> scopes;

    @Option(
            names = "--channels",
            split = ",",
            description = "The only channels whose orders it may touch, 1 to 65535; all without it.")
    private List<Integer> channels = List.of();

    @Option(names = "--actor", description = "Number that is written into the commands; the principal without it.")
    private @Nullable Long actor;

    @Option(names = "--actor-type", description = "Kind of that actor: ${COMPLETION-CANDIDATES}; SYSTEM without it.")
    private @Nullable ActorType actorType;

    @Option(names = "--signed", description = "Every request is signed; the key itself is never sent.")
    private boolean signed;

    KeyCommand() {}

    @Override
    public Integer call() {
        if (!id.matches("[a-z0-9-]{1,32}") || principal < 1) {
            throw new ParameterException(spec.commandLine(), "--id is 1 to 32 of a-z, 0-9 and -; --principal from 1");
        }
        if (channels.stream().anyMatch(channel -> channel < 1 || channel > MOST_CHANNEL)) {
            throw new ParameterException(spec.commandLine(), "--channels are from 1 to " + MOST_CHANNEL);
        }
        final byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        final String secret = HexFormat.of().formatHex(random);
        final String allowed = scopes.stream()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        final PrintWriter out = spec.commandLine().getOut();
        out.println("# The key, for the caller. It is shown once and kept nowhere: tg_" + id + "_" + secret);
        out.println("  - id: " + id);
        out.println("    sha256: " + ApiKeys.hashHex(secret));
        out.println("    principal: " + principal);
        out.println("    scopes: [" + allowed + "]");
        if (!channels.isEmpty()) {
            out.println("    channels: " + channels);
        }
        if (actor != null) {
            out.println("    actor: " + actor);
        }
        if (actorType != null) {
            out.println("    actor-type: " + actorType.name().toLowerCase(Locale.ROOT));
        }
        if (signed) {
            out.println("    signed: true");
        }
        out.flush();
        return ExitCode.OK;
    }
}
