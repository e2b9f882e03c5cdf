package dev.launcho.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.reconcile.RealServer;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The use cases, on a real server. */
abstract class AdminOperationsFixture {
    static final ChangeAuthor ANA = new ChangeAuthor("ana@laptop", "127.0.0.1");

    @TempDir
    Path dir;

    final SilentBackends silent = new SilentBackends();
    RealServer server;
    AdminOperations operations;

    @BeforeEach
    void startServer() throws IOException {
        server = new RealServer(Folders.make(dir.resolve("home"), "rwx--x--x"));
        operations = of(server, silent);
    }

    static AdminOperations of(RealServer server, SilentBackends silent) {
        return new ServerOperations(
                server.control,
                server.resources,
                server.events,
                new LogSources(server.logs),
                server.probes,
                silent,
                "0.2.0",
                "# nothing yet\n",
                leave -> {});
    }

    @AfterEach
    void endServer() {
        server.close();
    }

    interface Asking {
        void ask() throws Exception;
    }

    /** @return what it was refused with */
    static RequestRefused refused(RequestRefused.Code code, Asking asking) {
        RequestRefused refused = assertThatThrownBy(asking::ask)
                .asInstanceOf(InstanceOfAssertFactories.type(RequestRefused.class))
                .actual();
        assertThat(refused.code()).isEqualTo(code);
        return refused;
    }
}
