package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code launcho completion}: a small script for the shell, which asks {@link CompleteCommand} at each Tab. */
@Command(
        name = "completion",
        description = "Print what makes a shell complete commands, options and names.",
        footer = {
            "",
            "Examples:",
            "  source <(launcho completion bash)                 # in ~/.bashrc",
            "  source <(launcho completion zsh)                  # in ~/.zshrc, after",
            "                                                    # compinit",
            "  launcho completion fish | source                  # in config.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /** Those that we have a script for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    private final Session session;

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell that is to read it.")
    private Shell shell = Shell.bash;

    CompletionCommand(Session session) {
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
