package dev.launcho.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.reconcile.RealServer;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The use cases, on a real server. */
abstract class OperationsFixture {
    static final Operations.Author ANA = new Operations.Author("ana@laptop", "127.0.0.1");

    @TempDir
    Path dir;

    RealServer server;
    Operations operations;

    @BeforeEach
    void startServer() throws IOException {
        server = new RealServer(Folders.make(dir.resolve("home"), "rwx--x--x"));
        operations = new ServerOperations(
                server.control,
                server.resources,
                server.events,
                new LogSources(server.logs),
                server.probes,
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
    static Refused refused(Refused.Code code, Asking asking) {
        Refused refused = assertThatThrownBy(asking::ask)
                .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
                .actual();
        assertThat(refused.code()).isEqualTo(code);
        return refused;
    }
}
