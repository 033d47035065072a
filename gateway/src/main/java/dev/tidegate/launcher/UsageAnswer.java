package dev.tidegate.launcher;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Answers for arguments that are no command: the complaint and the usage, and with {@code --json} the object as well. */
final class UsageAnswer implements IParameterExceptionHandler {
    private final IParameterExceptionHandler usual;

    /** Complains as {@code usual} does. */
    UsageAnswer(final IParameterExceptionHandler usual) {
        this.usual = usual;
    }

    @Override
    public int handleParseException(final ParameterException failure, final String[] arguments) throws Exception {
        if (List.of(arguments).contains("--json")) {
            final CommandLine line = failure.getCommandLine();
            line.getOut().println(Answer.error(String.valueOf(failure.getMessage())));
            line.getOut().flush();
        }
        return usual.handleParseException(failure, arguments);
    }
}
