package dev.launcho.cli.client;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.text.HostPort;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server's address, and the credentials for it.
 *
 * @param file the auth file that they come from
 * @param label the server's name in output: {@code prod 203.0.113.7:12888}
 */
public record Login(Path file, String label, HostPort address, Auth auth) {
    private static final List<String> WILDCARDS = List.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /**
     * Reads the client's auth file; without one, on the server's own machine, the server's.
     *
     * @param which the name of one of several servers, or empty
     */
    public static Login find(HomeDirectory home, String which) throws Failure {
        Path client = home.clientAuth(which);
        if (Files.exists(client)) {
            return remote(client, which);
        }
        if (which.isEmpty() && Files.exists(home.serverAuth())) {
            return local(home);
        }
        List<String> others = names(home);
        if (!others.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    which.isEmpty()
                            ? "which server? There is no " + client.getFileName() + " in " + home.dir()
                            : "there is no server \"" + which + "\" in " + home.dir(),
                    "there are: " + String.join(", ", others) + "; name one with --which or LAUNCHO_WHICH",
                    "launcho servers shows where they are");
        }
        throw new Failure(
                ExitCode.NOT_FOUND,
                "no auth file at " + client,
                "run `launcho print-auth` on the server, paste what it prints there, and set its host");
    }

    /** Returns the names of all servers with a named auth file for clients, sorted. */
    public static List<String> names(HomeDirectory home) {
        String suffix = "-" + home.clientAuth("").getFileName();
        try (Stream<Path> files = Files.list(home.dir())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix) && name.length() > suffix.length())
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Login remote(Path file, String which) throws Failure {
        Auth auth = read(file);
        if (auth.host().startsWith("change-me")) {
            throw new Failure(
                    ExitCode.INVALID,
                    file + ": host is still \"" + auth.host() + "\"",
                    "put the server's address there, like 203.0.113.7:" + Auth.DEFAULT_PORT);
        }
        HostPort address;
        try {
            address = HostPort.parse(withPort(auth.host()));
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.INVALID, file + ": host: " + e.getMessage());
        }
        return new Login(file, which.isEmpty() ? address.toString() : which + " " + address, address, auth);
    }

    private static Login local(HomeDirectory home) throws Failure {
        Auth auth = read(home.serverAuth());
        HostPort admin = ServerLock.read(home.lock())
                .map(ServerLock::admin)
                .orElseGet(() -> new HostPort("127.0.0.1", port(auth)));
        HostPort address = WILDCARDS.contains(admin.host()) ? new HostPort("127.0.0.1", admin.port()) : admin;
        return new Login(home.serverAuth(), address.toString(), address, auth);
    }

    /** Returns the port that the server had when it wrote the file. */
    private static int port(Auth auth) {
        try {
            return HostPort.parse(withPort(auth.host())).port();
        } catch (IllegalArgumentException e) {
            return Auth.DEFAULT_PORT;
        }
    }

    private static String withPort(String host) {
        return host.indexOf(':') < 0 || host.endsWith("]") ? host + ":" + Auth.DEFAULT_PORT : host;
    }

    private static Failure bad(AuthFile.Bad e) {
        String advice = "`launcho print-auth` on the server prints a good one";
        return new Failure(
                ExitCode.INVALID,
                List.of(e.getMessage(), advice),
                e.problem().map(p -> p.withHint(advice)).stream().toList());
    }

    private static Auth read(Path file) throws Failure {
        try {
            return AuthFile.read(file);
        } catch (AuthFile.Bad e) {
            throw bad(e);
        } catch (AccessDeniedException e) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    file + " can't be read: permission denied",
                    "it belongs to another user: use sudo, or make an auth file of your own with `launcho print-auth`");
        } catch (IOException e) {
            throw new Failure(ExitCode.NOT_FOUND, file + " can't be read: " + FileFailure.reason(e));
        }
    }
}
