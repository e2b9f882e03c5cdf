package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.server.auth.Credentials;
import dev.launcho.cli.server.auth.ServerAuth;
import dev.launcho.cli.server.metrics.MetricsExposition;
import dev.launcho.cli.server.notify.ReceiverOperations;
import dev.launcho.cli.server.sample.SampleHistory;
import dev.launcho.core.event.EventSentence;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.proxy.names.HostLookup;
import dev.launcho.proxy.names.HostNames;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code server.admin_host}: an address is opened once, a name is followed, and a silent name server keeps nobody waiting. */
class AdminListeningTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final HostNames.Pace QUICK =
            new HostNames.Pace(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(600));

    @TempDir
    Path dir;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> published = new CopyOnWriteArrayList<>();
    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile List<String> addresses = List.of();
    private final AtomicInteger misses = new AtomicInteger();
    private volatile boolean silent;
    private int port;
    private AdminListening listening;

    @BeforeEach
    void findPort() throws IOException {
        port = FreePorts.next();
    }

    @AfterEach
    void close() {
        answers.countDown();
        if (listening != null) {
            listening.close();
        }
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        if (silent) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (addresses.isEmpty()) {
            misses.incrementAndGet();
            throw new UnknownHostException(host);
        }
        List<InetAddress> all = new CopyOnWriteArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return all;
    }

    private AdminHost host(String name) {
        HostLookup lookup = this::lookUp;
        return new AdminHost(name, port, lookup, QUICK);
    }

    private void start(String name) throws Exception {
        HomeDirectory home = new HomeDirectory(dir);
        Files.createDirectories(home.storage());
        FakeOperations operations = new FakeOperations(home.storage());
        AdminServer server = AdminServer.prepare(
                new Credentials(
                        home.serverAuth(),
                        ServerAuth.loadOrGenerate(home.serverAuth(), 12888).auth()),
                operations,
                MetricsExposition.of(operations::status),
                ReceiverOperations.NONE,
                new SampleHistory(System::nanoTime, Instant.EPOCH),
                operations,
                Optional.empty());
        AdminHost host = host(name);
        host.check();
        listening = AdminListening.start(
                server, host, (severity, what) -> said.add(severity + " " + EventSentence.of(what)));
        listening.onOpened(published::add);
    }

    private boolean accepts(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), 10_000);
            return true;
        } catch (ConnectException refused) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitAccepts(String host, boolean expected) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> accepts(host) == expected);
    }

    @Test
    void literal_isOpenAtOnce() throws Exception {
        start("127.0.0.1");

        assertThat(accepts("127.0.0.1")).isTrue();
        assertThat(listening.address()).isEqualTo(new InetSocketAddress("127.0.0.1", port));
        assertThat(said).isEmpty();
    }

    @Test
    void literal_taken_isRefusedBeforeAnythingStarts() throws IOException {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(other.isBound()).isTrue();
            assertThatThrownBy(() -> host("127.0.0.1").check())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the admin address 127.0.0.1:" + port + " can't be used: ")
                    .hasMessageEndingWith("set server.admin_host and server.admin_port in launcho-config.yaml");
        }
    }

    @Test
    void unknownName_isRefusedBeforeAnythingStarts() {
        AdminHost unknown = host("admin.internal");

        // It waits for an answer for a moment only, which a busy machine may take to look up anything.
        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(unknown::check)
                        .isInstanceOf(IOException.class)
                        .hasMessage("server.admin_host: there is no host \"admin.internal\""));
        unknown.close();
    }

    @Test
    void localhost_silentServer_bothFamiliesAtOnce() throws Exception {
        assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")))
                .isNotNull();
        silent = true;
        start("localhost");

        assertThat(accepts("127.0.0.1")).isTrue();
        assertThat(accepts("::1")).isTrue();
        assertThat(listening.address().getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void silentName_startsWithoutIt_opensWhenAnswered() throws Exception {
        silent = true;
        // No answer comes before this has returned.
        start("admin.internal");

        assertThat(listening.address().isUnresolved()).isTrue();
        await().atMost(SOON)
                .until(() -> said.contains("WARNING server.admin_host: no name server answers for the host"
                        + " \"admin.internal\"; the server keeps asking, and takes no commands until the name is"
                        + " resolved"));

        addresses = List.of("127.0.0.1");
        answers.countDown();

        awaitAccepts("127.0.0.1", true);
        await().atMost(SOON).until(() -> published.contains(new InetSocketAddress("127.0.0.1", port)));
        assertThat(said).contains("INFO the admin endpoint admin.internal:" + port + " is on 127.0.0.1:" + port);
    }

    @Test
    void silentName_closeDoesNotWait() throws Exception {
        silent = true;
        start("admin.internal");

        listening.close();

        assertThat(answers.getCount()).as("the answer has not come").isEqualTo(1);
    }

    @Test
    void nameMoves_newIsOpen_oldCloses() throws Exception {
        addresses = List.of("127.0.0.1");
        start("admin.internal");
        awaitAccepts("127.0.0.1", true);

        addresses = List.of("127.0.0.9");

        awaitAccepts("127.0.0.9", true);
        awaitAccepts("127.0.0.1", false);
        await().atMost(SOON).until(() -> published.contains(new InetSocketAddress("127.0.0.9", port)));
    }

    @Test
    void nameMoves_newIsTaken_oldGoesOn() throws Exception {
        addresses = List.of("127.0.0.1");
        start("admin.internal");
        awaitAccepts("127.0.0.1", true);
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.9"))) {
            assertThat(other.isBound()).isTrue();
            addresses = List.of("127.0.0.9");
            await().atMost(SOON)
                    .until(() -> said.stream().anyMatch(line -> line.startsWith("WARNING can't listen on")));
            assertThat(accepts("127.0.0.1")).isTrue();
        }
        awaitAccepts("127.0.0.1", false);
        assertThat(accepts("127.0.0.9")).isTrue();
    }

    @Test
    void laterNobodyAnswers_openStaysOpen() throws Exception {
        addresses = List.of("127.0.0.1");
        start("admin.internal");
        awaitAccepts("127.0.0.1", true);
        said.clear();

        addresses = List.of();
        await().atMost(SOON).until(() -> misses.get() >= 4);

        assertThat(accepts("127.0.0.1")).isTrue();
        assertThat(said).noneMatch(line -> line.startsWith("WARNING"));
    }
}
