package dev.launcho.cli.command;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.line.CommandContext;
import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.cli.render.Console;
import dev.launcho.core.store.HomeDirectory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code launcho print-auth}: prints what a client needs, from the server's auth file. */
@Command(
        name = "print-auth",
        description = "Print the auth file for clients of the server on this machine.",
        footer = {"", "Example:", "  launcho print-auth --host 203.0.113.7 > prod-launcho-client-auth.yaml"})
final class PrintAuthCommand implements Callable<Integer> {
    private final CommandContext session;

    @Option(names = "--host", paramLabel = "HOST[:PORT]", description = "How clients reach this machine.")
    private String host = Auth.PLACEHOLDER;

    @Option(
            names = "--read-only",
            description = "Print the read-only token, which shows everything but secrets and changes nothing.")
    private boolean readOnly;

    PrintAuthCommand(CommandContext session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        HomeDirectory home = session.home();
        Auth server = read(home.serverAuth());
        if (readOnly && server.readOnlyToken().isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    home.serverAuth() + " has no read-only token",
                    "a server of this version makes one when it starts: restart it");
        }
        Auth client = Auth.ofClient(
                withPort(home, server), server.cert(), readOnly ? server.readOnlyToken() : server.token());
        Console console = session.console();
        console.out().println("# Paste this into ~/.launcho/launcho-client-auth.yaml on the client machine");
        console.out().print(AuthFile.format(client));
        if (console.isTerminal(Console.Stream.OUT)) {
            console.notice(
                    readOnly
                            ? "whoever has this token sees what runs and reads all logs"
                            : "whoever has this token controls the server: keep it out of tickets and chats");
        }
        return ExitCode.OK.number();
    }

    private static Auth read(Path file) throws Failure {
        try {
            return AuthFile.read(file);
        } catch (NoSuchFileException e) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    "no server has run here yet: there is no " + file,
                    "start one with `launcho server`, or name its home with --home");
        } catch (IOException e) {
            throw new Failure(ExitCode.NOT_FOUND, file + " can't be read: " + e, "is it another user's? Try sudo");
        } catch (AuthFile.Bad e) {
            throw new Failure(
                    ExitCode.INVALID, e.getMessage(), "move it away and start the server again: it makes a new one");
        }
    }

    /** Returns the host with a port: its own, else the running server's, else the one in the server's auth file. */
    private String withPort(HomeDirectory home, Auth server) {
        if (host.matches(".*:[0-9]+") && (host.startsWith("[") || host.indexOf(':') == host.lastIndexOf(':'))) {
            return host;
        }
        String written = server.host().substring(server.host().lastIndexOf(':') + 1);
        int port = ServerLock.read(home.lock())
                .map(lock -> lock.admin().port())
                .orElse(written.matches("[0-9]{1,5}") ? Integer.parseInt(written) : Auth.DEFAULT_PORT);
        boolean bareV6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bareV6 ? "[" + host + "]" : host) + ":" + port;
    }
}
