package dev.launcho.proxy.route;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.InstanceId;
import java.net.InetSocketAddress;

/**
 * A connection's claim on a backend, with the backend's counters. The backend does not count as drained while a lease is
 * out. The owner calls exactly one of {@link #giveBack}, {@link #failed} and {@link #ended}, once; all on one thread.
 */
public final class BackendLease {
    private final Endpoint endpoint;
    private final RouteTable table;
    private boolean finished;
    private boolean counted;

    BackendLease(Endpoint endpoint, RouteTable table) {
        this.endpoint = endpoint;
        this.table = table;
    }

    public InstanceId instance() {
        return endpoint.instance();
    }

    public InetSocketAddress address() {
        return endpoint.address();
    }

    /** Counts that the connection was tried on another backend before this one. */
    public void retried() {
        endpoint.stats().tally.retried.increment();
        endpoint.upstream().tally.retried.increment();
    }

    /** Counts that the backend has accepted the connection. @param nanos how long the connect took */
    public void accepted(long nanos) {
        endpoint.upstream().accepted.increment();
        endpoint.upstream().tally.connects.record(nanos);
        endpoint.stats().tally.connects.record(nanos);
        table.reached(endpoint);
    }

    /** Ends the lease: the connect failed. The failure counts against the backend only if its cause is the peer's. */
    public void failed(FailureKind cause) {
        if (cause.isPeers()) {
            endpoint.upstream().refused.increment();
            table.failed(endpoint, cause);
        }
        endpoint.upstream().leave();
    }

    /** Ends the lease: the client left before the connect succeeded, or it has to wait. */
    public void giveBack() {
        endpoint.upstream().leave();
    }

    /** Counts bytes that came from the client. */
    public void received(int bytes) {
        endpoint.stats().tally.bytesIn.add(bytes);
        endpoint.upstream().tally.bytesIn.add(bytes);
    }

    /** Counts bytes that came from the backend. */
    public void replied(int bytes) {
        endpoint.stats().tally.bytesOut.add(bytes);
        endpoint.upstream().tally.bytesOut.add(bytes);
    }

    /** Counts that the backend has ended its side and the client was given all of its bytes. */
    public void finished() {
        if (!finished) {
            finished = true;
            endpoint.upstream().finished();
            count(endpoint.upstream().isKilled());
        }
    }

    /** Ends the lease: the relayed connection is over. */
    public void ended(boolean backendReset) {
        count(!finished && (backendReset || endpoint.upstream().isKilled()));
        endpoint.upstream().ended(finished);
    }

    /** Counts the connection once: as cut, or as drained if the backend is out of rotation. */
    private void count(boolean cut) {
        if (counted || !cut && endpoint.upstream().isIn()) {
            return;
        }
        counted = true;
        TrafficTally service = endpoint.stats().tally;
        TrafficTally backend = endpoint.upstream().tally;
        (cut ? service.cut : service.drained).increment();
        (cut ? backend.cut : backend.drained).increment();
    }
}
