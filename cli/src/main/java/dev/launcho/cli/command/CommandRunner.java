package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.line.ErrorJson;
import dev.launcho.cli.line.OptionShorthand;
import dev.launcho.cli.render.Console;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The runner of the command that the arguments name. It turns every outcome into an exit code and lines. */
public final class CommandRunner {
    private final CommandContext session;

    public CommandRunner(CommandContext session) {
        this.session = session;
    }

    public int run(String... arguments) {
        List<String> words = List.of(arguments);
        try {
            return run(words, arguments);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return fault(e, words);
        }
    }

    private int run(List<String> words, String... arguments) {
        Optional<FastPath> plain = FastPath.of(words);
        if (plain.isPresent()) {
            return run(plain.get());
        }
        Optional<String> help = CachedHelp.asked(words);
        if (help.isPresent()) {
            session.console().out().print(help.get());
            return ExitCode.OK.number();
        }
        return parsed(OptionShorthand.spelledOut(arguments));
    }

    private int run(FastPath line) {
        line.home().ifPresent(session::setHome);
        line.which().ifPresent(session::setWhich);
        try {
            return new Factory(session).create(line.command()).call();
        } catch (Failure e) {
            return failed(e, List.of());
        } catch (Exception e) {
            return fault(e, List.of());
        }
    }

    private int parsed(String... arguments) {
        Console console = session.console();
        CommandLine line = CommandTree.of(List.of(arguments), new Factory(session))
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler((e, args) -> usageError(e, List.of(arguments)))
                .setExecutionExceptionHandler((e, command, result) -> failed(e, List.of(arguments)));
        return line.execute(arguments);
    }

    /** Returns a factory of commands that share {@code session}. */
    static CommandLine.IFactory factory(CommandContext session) {
        return new Factory(session);
    }

    /** Returns all commands, before they know where to print. */
    static CommandLine model(CommandContext session) {
        return CommandTree.whole(new Factory(session));
    }

    private int usageError(ParameterException error, List<String> arguments) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        List<String> lines = new ArrayList<>();
        Optional<String> unknown = unknownCommand(error);
        lines.add(unknown.map(word -> "there is no command \"" + word + "\"").orElseGet(() -> said(error)));
        if (unknown.isPresent()) {
            List<CommandTree.Node> path = CommandTree.path(arguments);
            NoSuchCommand.hint(path.get(path.size() - 1), command, unknown.get(), arguments)
                    .ifPresent(lines::add);
        } else if (error instanceof UnmatchedArgumentException unmatched) {
            List<String> suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                lines.add("did you mean " + command + " " + suggestions.get(0) + "?");
            } else if (unmatched.isUnknownOption()) {
                lines.add("an argument that starts with - and is no option goes after --");
            }
        }
        lines.add("try " + command + " --help");
        return tell(new Failure(ExitCode.USAGE, lines), arguments);
    }

    private static Optional<String> unknownCommand(ParameterException error) {
        return error instanceof UnmatchedArgumentException unmatched
                        && !unmatched.isUnknownOption()
                        && !error.getCommandLine().getSubcommands().isEmpty()
                ? Optional.of(unmatched.getUnmatched().get(0))
                : Optional.empty();
    }

    private int failed(Exception error, List<String> arguments) {
        return error instanceof Failure failure ? failed(failure, arguments) : fault(error, arguments);
    }

    /** Reports a fault of the program; the stack trace is printed only with LAUNCHO_DEBUG. */
    private int fault(Throwable error, List<String> arguments) {
        if (!session.environment("LAUNCHO_DEBUG").isEmpty()) {
            error.printStackTrace(session.console().err());
        }
        return tell(
                new Failure(
                        ExitCode.FAILED,
                        "a fault in launcho itself: " + error,
                        "LAUNCHO_DEBUG=1 prints the stack trace; please report it"),
                arguments);
    }

    private int failed(Failure failure, List<String> arguments) {
        return failure.lines().isEmpty() ? failure.exit().number() : tell(failure, arguments);
    }

    private int tell(Failure failure, List<String> arguments) {
        ErrorJson.report(session.console(), failure, ErrorJson.wanted(arguments));
        return failure.exit().number();
    }

    /** Returns picocli's message in a user's terms. */
    private static String said(ParameterException error) {
        String text = error.getMessage()
                .replaceFirst("for positional parameter at index \\d+ \\((.+?)\\)", "for $1")
                .replaceFirst("is not an? (int|long)$", "is not a whole number");
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** A factory that gives each command the session. */
    private record Factory(CommandContext session) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1
                        && constructor.getParameterTypes()[0] == CommandContext.class) {
                    return type.cast(constructor.newInstance(session));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
