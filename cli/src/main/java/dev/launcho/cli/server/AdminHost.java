package dev.launcho.cli.server;

import dev.launcho.core.net.SocketFailures;
import dev.launcho.core.text.HostPort;
import dev.launcho.proxy.names.HostLookup;
import dev.launcho.proxy.names.HostNames;
import dev.launcho.proxy.names.LocalHosts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The host of the admin endpoint, with the lookup of its addresses. Used by one thread at a time. */
final class AdminHost implements AutoCloseable {
    /** More than a working name server needs for an answer; a silent name server must not delay the start. */
    private static final Duration FIRST_ANSWER = Duration.ofMillis(250);

    private static final String SET = "; set server.admin_host and server.admin_port in launcho-config.yaml";

    private final String host;
    private final int port;
    private final HostNames names;
    private final Semaphore news = new Semaphore(0);

    /** @param host a name or an address, which may be in brackets */
    AdminHost(String host, int port, HostLookup lookup, HostNames.Pace pace) {
        this.host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        this.port = port;
        this.names = new HostNames(lookup, pace, System::nanoTime, news::release);
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** Returns whether the host is a name, whose addresses may change. */
    boolean isName() {
        return !LocalHosts.isLiteral(host);
    }

    /** Returns the addresses that are known now; never blocks. */
    AdminAddresses addresses() {
        return AdminAddresses.of(names.answer(host), host, port);
    }

    /**
     * Checks that the host exists and that one of its addresses can be bound. Call it before anything is started: a server
     * that can't take commands must change nothing. A name for which no name server answers passes the check.
     *
     * @throws IOException with one line for the user, if there is no such host, or none of its addresses can be bound
     */
    void check() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + FIRST_ANSWER.toNanos();
        AdminAddresses found = addresses();
        while (found.pending() && System.nanoTime() < deadline) {
            awaitNews(deadline - System.nanoTime());
            found = addresses();
        }
        if (found.absent()) {
            throw new IOException(found.problem());
        }
        check(found.all());
    }

    private void check(List<InetSocketAddress> addresses) throws IOException {
        String first = "";
        for (InetSocketAddress address : addresses) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(address);
                return;
            } catch (SocketException e) {
                first = first.isEmpty() ? SocketFailures.binding(address, e).words() : first;
            }
        }
        if (!first.isEmpty()) {
            throw new IOException("the admin address " + new HostPort(host, port) + " can't be used: " + first + SET);
        }
    }

    /** Waits until the lookup has a new answer, or the time is over. */
    void awaitNews(long nanos) throws InterruptedException {
        if (news.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            news.drainPermits();
        }
    }

    @Override
    public void close() {
        names.close();
    }
}
