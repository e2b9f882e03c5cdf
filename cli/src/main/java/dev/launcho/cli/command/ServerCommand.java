package dev.launcho.cli.command;

import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.server.ServerMain;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code launcho server}. */
@Command(
        name = "server",
        description = "Run the server of this machine until SIGTERM or Ctrl-C.",
        footer = {"", "Example:", "  launcho server --home /var/lib/launcho"})
final class ServerCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The config file, instead of launcho-config.yaml in the home.")
    private @Nullable Path config;

    ServerCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return ServerMain.run(session.home(), Optional.ofNullable(config));
    }
}
