package dev.launcho.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code idle_timeout}: what does not move any more is ended, and what moves slowly is not. */
@ExtendWith(RepeatedAfterLoss.class)
class IdleTest extends BalancerFixture {
    private static final Duration IDLE = Duration.ofMillis(600);
    private static final Duration NEARLY = IDLE.multipliedBy(3).dividedBy(4);

    @Test
    void nothingMoves_bothAreReset() throws Exception {
        Queue<Boolean> backendReset = new ConcurrentLinkedQueue<>();
        TestBackend a = backend("a", socket -> {
            try {
                socket.getOutputStream().write("hello\n".getBytes());
                backendReset.add(socket.getInputStream().read() == Integer.MIN_VALUE);
            } catch (IOException reset) {
                backendReset.add(true);
            }
        });
        serve(Rules.idle(IDLE), a.active());

        livesOn(() -> {
            long before = System.nanoTime();
            TestClient client = connect();
            try {
                client.line();
            } catch (SocketException reset) {
                return wasRight(before, reset);
            }

            assertThat(client.isReset()).isTrue();

            assertThat(since(before)).isBetween(NEARLY, Duration.ofSeconds(20));
            return true;
        });

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(backendReset).isNotEmpty().hasSize(a.accepted()));
        assertThat(backendReset).containsOnly(true);
        awaitActive(0);
    }

    @Test
    void oneByteNowAndThen_eitherWay_livesOn() throws Exception {
        serve(Rules.idle(IDLE), echo("a").active());

        livesOn(() -> {
            long moved = System.nanoTime();
            TestClient client = connect();
            try {
                client.line();
                long end = System.nanoTime() + IDLE.multipliedBy(3).toNanos();
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(IDLE.toNanos() / 6);
                    long before = System.nanoTime();
                    assertThat(client.send("x\n").line()).isEqualTo("x");
                    moved = before;
                }
                return true;
            } catch (SocketException reset) {
                return wasRight(moved, reset);
            }
        });
    }

    private interface Attempt {
        /** @return false if the machine stood still for so long that it says nothing */
        boolean livedOn() throws Exception;
    }

    private static void livesOn(Attempt attempt) throws Exception {
        int attempts = 1;
        while (!attempt.livedOn()) {
            assertThat(attempts++)
                    .as("attempts, in each of which the machine stood still")
                    .isLessThan(20);
        }
    }

    /** @param moved before it did so for the last time: a reset is right if that is long ago, and then it did not live on */
    private static boolean wasRight(long moved, SocketException reset) {
        assertThat(since(moved)).as("idle before it was reset: %s", reset).isGreaterThan(NEARLY);
        return false;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Test
    void withoutTheKey_nothingMoves_livesOn() throws Exception {
        serve(echo("a").active());
        TestClient client = connect();
        client.line();
        client.socket().setSoTimeout((int) IDLE.multipliedBy(2).toMillis());

        assertThat(silent(client)).isTrue();
        client.socket().setSoTimeout(TestClient.PATIENCE_MILLIS);
        assertThat(client.send("x\n").line()).isEqualTo("x");
    }

    /** One direction goes on moving; in the other one a side takes nothing. */
    @Test
    void backendTakesNothingOfWhatWaits_isReset_thoughItTalks() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        TestBackend a = backend("a", socket -> {
            try {
                while (!over.isDone()) {
                    socket.getOutputStream().write('.');
                    LockSupport.parkNanos(20_000_000);
                }
            } catch (IOException reset) {
                over.complete(null);
            }
        });
        serve(Rules.idle(IDLE), a.active());
        TestClient client = connect();
        CompletableFuture.runAsync(() -> {
            try {
                client.in().transferTo(OutputStream.nullOutputStream());
            } catch (IOException reset) {
                // As wanted.
            }
        });

        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendUntilBroken(client));

        sending.get(60, TimeUnit.SECONDS);
        over.get(60, TimeUnit.SECONDS);
        awaitActive(0);
    }

    private static void sendUntilBroken(TestClient client) {
        try {
            while (true) {
                client.out().write(new byte[64 * 1024]);
            }
        } catch (IOException reset) {
            // As wanted.
        }
    }

    /** What it takes comes from the kernel's buffers for long, and NIO does not see that. */
    @Test
    void slowReader_onlyTheKernelSeesItMove_livesOn() throws Exception {
        assumeTrue(engine == EngineKind.EPOLL);
        int size = 1024 * 1024;
        AtomicBoolean broken = new AtomicBoolean();
        TestBackend a = backend("a", socket -> {
            try {
                socket.getOutputStream().write(new byte[size]);
                socket.shutdownOutput();
                socket.getInputStream().read();
            } catch (SocketException reset) {
                broken.set(true);
            }
        });
        serve(Rules.idle(IDLE), a.active());

        livesOn(() -> {
            broken.set(false);
            long allBefore = counted().bytesOut();
            long moved = System.nanoTime();
            TestClient client = closing(new TestClient(web, 16 * 1024));
            try {
                await().atMost(SOON).until(() -> broken.get() || counted().bytesOut() - allBefore == size);
                int read = 0;
                for (int i = 0; i < 30; i++) {
                    long before = System.nanoTime();
                    read += client.in().readNBytes(20_000).length;
                    moved = before;
                    LockSupport.parkNanos(IDLE.toNanos() / 10);
                }
                assertThat(client.in().readAllBytes()).hasSize(size - read);
                return true;
            } catch (SocketException reset) {
                return wasRight(moved, reset);
            }
        });
    }

    private static boolean silent(TestClient client) throws IOException {
        try {
            client.in().read();
            return false;
        } catch (java.net.SocketTimeoutException nothing) {
            return true;
        }
    }
}
