package dev.launcho.cli.server;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.cli.server.auth.Certificates;
import dev.launcho.cli.server.auth.Credentials;
import dev.launcho.cli.server.auth.ServerAuth;
import dev.launcho.cli.server.auth.Tokens;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.text.HostPort;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The real admin endpoint before {@link FakeOperations}, in a home of its own; also as a program: {@code FakeServer HOME}. */
public final class FakeServer implements AutoCloseable {
    private final HomeDirectory home;
    private final FakeOperations operations;
    private final AdminServer admin;
    private final Credentials credentials;
    private final int port;

    private FakeServer(HomeDirectory home, FakeOperations operations, AdminServer admin, Credentials credentials) {
        this.home = home;
        this.operations = operations;
        this.admin = admin;
        this.credentials = credentials;
        this.port = admin.address().getPort();
    }

    public static FakeServer start(Path directory) throws Exception {
        return start(directory, 0);
    }

    /** @param port 0 for a free one */
    public static FakeServer start(Path directory, int port) throws Exception {
        return start(directory, port, operations -> {});
    }

    /** @param prepare what the operations are to be like before the first client can come */
    public static FakeServer start(Path directory, int port, Consumer<FakeOperations> prepare) throws Exception {
        HomeDirectory home = new HomeDirectory(directory);
        Files.createDirectories(home.storage());
        if (!Files.exists(home.serverAuth())) {
            Files.writeString(home.serverAuth(), AuthFile.format(SharedAuth.AUTH));
        }
        FakeOperations operations = new FakeOperations(home.storage());
        prepare.accept(operations);
        Credentials credentials = new Credentials(
                home.serverAuth(),
                ServerAuth.loadOrGenerate(home.serverAuth(), 12888).auth());
        AdminServer admin = AdminServer.start(
                new InetSocketAddress("127.0.0.1", port), credentials, operations, operations.receivers(), operations);
        HostPort address = new HostPort("127.0.0.1", admin.address().getPort());
        Files.writeString(home.lock(), new ServerLock(ProcessHandle.current().pid(), address).format());
        return new FakeServer(home, operations, admin, credentials);
    }

    public Credentials credentials() {
        return credentials;
    }

    public HomeDirectory home() {
        return home;
    }

    public FakeOperations operations() {
        return operations;
    }

    /** Also of one that is closed. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        admin.close();
    }

    /** Made once for all tests: a key takes a moment. */
    private static final class SharedAuth {
        private static final Auth AUTH = make();

        private static Auth make() {
            Certificates.Pair pair = Certificates.generate();
            return Auth.ofServer(
                    Auth.PLACEHOLDER + ":12888",
                    pair.certificate(),
                    pair.privateKey(),
                    Tokens.generate(),
                    Tokens.generate());
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (FakeServer server = start(Path.of(arguments[0]))) {
            System.out.println("listening on " + server.port());
            while (System.in.read() >= 0) {
                // Until whoever started us closes the pipe or is gone.
            }
        }
    }
}
