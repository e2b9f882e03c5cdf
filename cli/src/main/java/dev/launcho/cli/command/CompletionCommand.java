package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.line.CommandContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho completion}: prints a small script for the shell, which runs {@link CompleteCommand} at each Tab. */
@Command(
        name = "completion",
        description = "Print the script that makes a shell complete commands, options and names.",
        footer = {
            "",
            "Examples:",
            "  source <(launcho completion bash)                 # in ~/.bashrc",
            "  source <(launcho completion zsh)                  # in ~/.zshrc, after",
            "                                                    # compinit",
            "  launcho completion fish | source                  # in config.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The shells that there is a script for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    private final CommandContext session;

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell that reads the script.")
    private Shell shell = Shell.bash;

    CompletionCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        try (InputStream script = CompletionCommand.class.getResourceAsStream("completion." + shell)) {
            if (script == null) {
                throw new IllegalStateException("no script for " + shell);
            }
            session.console().out().write(script.readAllBytes());
            session.console().out().flush();
            return ExitCode.OK.number();
        }
    }
}
