package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.List;

/**
 * A connection's claim on a backend, and where it is counted. As long as it is not given back the backend is not told
 * drained. Its owner calls exactly one of {@link #giveBack}, {@link #failed} and {@link #ended}, once; all on one thread.
 */
public final class Lease {
    /** EMFILE and ENFILE, ENOBUFS, ENOMEM and EADDRNOTAVAIL, as the system says them. */
    private static final List<String> SHORTAGES = List.of(
            "Too many open files", "No buffer space", "Cannot allocate memory", "Cannot assign requested address");

    private final Endpoint endpoint;
    private final RouteTable table;
    private boolean finished;
    private boolean counted;

    Lease(Endpoint endpoint, RouteTable table) {
        this.endpoint = endpoint;
        this.table = table;
    }

    public InstanceId instance() {
        return endpoint.instance();
    }

    public InetSocketAddress address() {
        return endpoint.address();
    }

    /** Another backend has been tried for the same connection. */
    public void retried() {
        endpoint.stats().tally.retried.increment();
        endpoint.upstream().tally.retried.increment();
    }

    /** The backend took the connection. @param nanos how long that lasted */
    public void accepted(long nanos) {
        endpoint.upstream().accepted.increment();
        endpoint.upstream().tally.connects.record(nanos);
        endpoint.stats().tally.connects.record(nanos);
        table.reached(endpoint);
    }

    /** The backend could not be reached. */
    public void failed(IOException cause) {
        if (isBackendsFault(cause)) {
            endpoint.upstream().refused.increment();
            table.failed(endpoint, cause);
        }
        endpoint.upstream().leave();
    }

    /** The client is gone before the backend was reached, or has to wait. */
    public void giveBack() {
        endpoint.upstream().leave();
    }

    /** Bytes came from the client. */
    public void received(int bytes) {
        endpoint.stats().tally.bytesIn.add(bytes);
        endpoint.upstream().tally.bytesIn.add(bytes);
    }

    /** Bytes came from the backend. */
    public void replied(int bytes) {
        endpoint.stats().tally.bytesOut.add(bytes);
        endpoint.upstream().tally.bytesOut.add(bytes);
    }

    /** The backend has ended its side, and the client has been given everything. */
    public void finished() {
        if (!finished) {
            finished = true;
            endpoint.upstream().finished();
            count(endpoint.upstream().isKilled());
        }
    }

    /** The relayed connection is over. */
    public void ended(boolean backendReset) {
        count(!finished && (backendReset || endpoint.upstream().isKilled()));
        endpoint.upstream().ended(finished);
    }

    /** Once: as cut, or as drained if the backend is out of rotation. */
    private void count(boolean cut) {
        if (counted || !cut && endpoint.upstream().isIn()) {
            return;
        }
        counted = true;
        Tally service = endpoint.stats().tally;
        Tally backend = endpoint.upstream().tally;
        (cut ? service.cut : service.drained).increment();
        (cut ? backend.cut : backend.drained).increment();
    }

    /** Whether this host had no descriptor, memory or port left for a connect, so that the backend was not asked at all. */
    public static boolean isShortage(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return SHORTAGES.stream().anyMatch(message::contains);
    }

    private static boolean isBackendsFault(IOException cause) {
        boolean told = cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof SocketTimeoutException;
        return told && !isShortage(cause);
    }
}
