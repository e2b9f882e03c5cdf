package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.cli.command.Cli;
import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.cli.server.auth.Certificates;
import dev.launcho.cli.server.auth.Credentials;
import dev.launcho.cli.server.auth.ServerAuth;
import dev.launcho.cli.server.auth.TlsIdentity;
import dev.launcho.cli.server.metrics.MetricsExposition;
import dev.launcho.cli.server.notify.ReceiverOperations;
import dev.launcho.cli.server.sample.SampleHistory;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.text.HostPort;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code server.client_ca} a token alone lets nobody in. */
@Tag("attack")
class MutualTlsTest {
    private static final Certificates.Pair KNOWN = Certificates.generate();
    private static final Certificates.Pair UNKNOWN = Certificates.generate();

    @TempDir
    Path dir;

    @TempDir
    Path client;

    private HomeDirectory home;
    private Auth server;
    private AdminServer admin;

    @BeforeEach
    void start() throws Exception {
        home = new HomeDirectory(dir);
        Files.createDirectories(home.storage());
        Path authorities = Files.writeString(dir.resolve("ca.pem"), KNOWN.certificate());
        server = ServerAuth.loadOrGenerate(home.serverAuth(), 12888).auth();
        FakeOperations operations = new FakeOperations(home.storage());
        admin = AdminServer.prepare(
                new Credentials(home.serverAuth(), server),
                operations,
                MetricsExposition.of(operations::status),
                ReceiverOperations.NONE,
                new SampleHistory(System::nanoTime, Instant.EPOCH),
                operations,
                Optional.of(authorities));
        admin.open(new InetSocketAddress("127.0.0.1", 0));
        HostPort address = new HostPort("127.0.0.1", admin.address().getPort());
        Files.writeString(home.lock(), new ServerLock(ProcessHandle.current().pid(), address).format());
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private Cli with(Auth.ClientCertificate certificate) throws Exception {
        Auth auth = new Auth(
                "127.0.0.1:" + admin.address().getPort(), server.cert(), "", server.token(), "", false, certificate);
        Files.writeString(client.resolve("launcho-client-auth.yaml"), AuthFile.format(auth));
        return Cli.at(client);
    }

    private static Auth.ClientCertificate of(Certificates.Pair pair) {
        return new Auth.ClientCertificate(pair.certificate(), pair.privateKey());
    }

    @Test
    void client_withACertificateOfTheAuthority_isLetIn() throws Exception {
        Cli.Result status = with(of(KNOWN)).run("status");

        assertThat(status.exit()).as(status.err()).isZero();
    }

    @Test
    void client_withTheTokenAlone_isRefusedAndToldWhy() throws Exception {
        for (int i = 0; i < 5; i++) {
            Cli.Result status = with(Auth.ClientCertificate.NONE).run("status");
            assertThat(status.exit()).isEqualTo(6);
            assertThat(status.err()).contains("server.client_ca", "has none", "client_cert");
        }
    }

    @Test
    void client_withAnotherCertificate_isRefused() throws Exception {
        assertThat(with(of(UNKNOWN)).run("status").exit()).isNotZero();
    }

    @Test
    void client_onTheServersMachine_showsTheServersOwn() {
        Cli.Result status = Cli.at(dir).run("status");

        assertThat(status.exit()).as(status.err()).isZero();
    }

    @Test
    void client_whoseKeyIsNone_isToldSo() throws Exception {
        Cli.Result status = with(new Auth.ClientCertificate(
                        KNOWN.certificate(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))
                .run("status");

        assertThat(status.exit()).isEqualTo(3);
        assertThat(status.err()).contains("client_cert and client_key can't be used");
    }

    @Test
    void authorities_thatAreNone_areToldInOneLine() throws Exception {
        Path none = Files.writeString(dir.resolve("none.pem"), "nothing\n");

        assertThatThrownBy(() -> TlsIdentity.tls(server, Optional.of(none))).hasMessageContaining("server.client_ca: ");
        assertThatThrownBy(() -> TlsIdentity.tls(server, Optional.of(dir.resolve("absent"))))
                .hasMessageContaining("server.client_ca: ");
    }
}
