package dev.launcho.proxy;

import dev.launcho.core.text.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for listening sockets, which nobody else takes while a test has not opened them yet, or has closed them. They lie below
 * those that the system gives out, so that no client of any test gets one; other JVMs that run tests have others.
 */
public final class FreePorts {
    private static final int LOWEST = 10_000;
    private static final int BLOCKS = 11;
    private static final int BLOCK = 2_000;

    /** The first port of this JVM's block stays open as long as this JVM lives: that is how others know. */
    private static final ServerSocket CLAIM = claim();

    private static final AtomicInteger GIVEN =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(BLOCK));

    private FreePorts() {}

    private static ServerSocket claim() {
        for (int block = 0; block < BLOCKS; block++) {
            try {
                return new ServerSocket(LOWEST + block * BLOCK, 1, InetAddress.getLoopbackAddress());
            } catch (BindException anotherJvmHasIt) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("all ports are taken");
    }

    /** The JVM's block is there before anything is counted. */
    static void warmUp() {
        if (CLAIM.isClosed()) {
            throw new IllegalStateException("nobody closes it");
        }
    }

    static HostPort on(String host) throws IOException {
        try (ServerSocket probe = listen(host, 1)) {
            return new HostPort(host, probe.getLocalPort());
        }
    }

    /** Of 127.0.0.1. */
    public static InetSocketAddress address() throws IOException {
        HostPort on = on("127.0.0.1");
        return new InetSocketAddress(on.host(), on.port());
    }

    /** Listens on one of them. */
    static ServerSocket listen(String host, int backlog) throws IOException {
        while (true) {
            int port = CLAIM.getLocalPort() + 1 + GIVEN.getAndIncrement() % (BLOCK - 1);
            try {
                return new ServerSocket(port, backlog, InetAddress.getByName(host));
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
