package dev.launcho.proxy.relay.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.launcho.proxy.FreePorts;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the loop's thread takes from the heap while it relays. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Of the measurement itself: two tasks that ask the loop, and what they answer with. */
    private static final long ASKING = 4096;

    private EpollEngine engine;
    private ServerSocket backend;
    private Socket client;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        assumeTrue(Epoll.isAvailable() && THREADS.isThreadAllocatedMemorySupported());
        engine = new EpollEngine(1);
        backend = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        InetSocketAddress address = FreePorts.address();
        engine.listen(address, relay -> new Straight(relay, (InetSocketAddress) backend.getLocalSocketAddress()));
        client = new Socket(address.getAddress(), address.getPort());
        far = backend.accept();
        client.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        far.close();
        backend.close();
        engine.close();
    }

    @Test
    void requests_onOneConnection_takeNothing() throws Exception {
        requests(500);

        assertThat(allocatedBy(() -> requests(5000), ASKING)).isLessThan(ASKING);
    }

    @Test
    void bulk_oneWay_takesNothing() throws Exception {
        bulk(16);

        assertThat(allocatedBy(() -> bulk(64), ASKING)).isLessThan(ASKING);
    }

    /** An event of both input and room is two small objects of Netty's; for a mebibyte there is not one. */
    @Test
    void bulk_bothWays_takesNextToNothing() throws Exception {
        bothWays(16);

        assertThat(allocatedBy(() -> bothWays(64), 64 * 1024)).isLessThan(64 * 1024);
    }

    private Void requests(int count) throws IOException {
        byte[] request = new byte[100];
        for (int i = 0; i < count; i++) {
            client.getOutputStream().write(request);
            far.getInputStream().readNBytes(request, 0, request.length);
            far.getOutputStream().write(request);
            client.getInputStream().readNBytes(request, 0, request.length);
        }
        return null;
    }

    private Void bulk(int megabytes) throws Exception {
        Thread sending = new Thread(() -> send(client, megabytes));
        sending.start();
        receive(far, megabytes);
        sending.join();
        return null;
    }

    private Void bothWays(int megabytes) throws Exception {
        Thread back = new Thread(() -> send(far, megabytes));
        Thread receiving = new Thread(() -> receive(client, megabytes));
        back.start();
        receiving.start();
        bulk(megabytes);
        back.join();
        receiving.join();
        return null;
    }

    private static void send(Socket to, int megabytes) {
        byte[] chunk = new byte[1024 * 1024];
        try {
            for (int i = 0; i < megabytes; i++) {
                to.getOutputStream().write(chunk);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void receive(Socket from, int megabytes) {
        byte[] chunk = new byte[1024 * 1024];
        try {
            for (int i = 0; i < megabytes; i++) {
                assertThat(from.getInputStream().readNBytes(chunk, 0, chunk.length))
                        .isEqualTo(chunk.length);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The least of some times: what is done for the first time, as to link a lambda, is not what relaying takes. */
    private long allocatedBy(Callable<Void> work, long most) throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10 && least >= most; i++) {
            long before = allocated();
            work.call();
            least = Math.min(least, allocated() - before);
        }
        return least;
    }

    private long allocated() throws Exception {
        return engine.loops()
                .get(0)
                .submit(() -> THREADS.getCurrentThreadAllocatedBytes())
                .get(30, TimeUnit.SECONDS);
    }
}
