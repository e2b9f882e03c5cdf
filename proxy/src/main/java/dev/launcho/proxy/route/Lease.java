package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.net.InetSocketAddress;

/**
 * A connection's claim on a backend. As long as it is not given back the backend is not told drained. Its owner calls
 * exactly one of {@link #giveBack} and {@link #ended}, once; on any thread.
 */
public final class Lease {
    private final Endpoint endpoint;

    Lease(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    public InstanceId instance() {
        return endpoint.upstream().instance;
    }

    public InetSocketAddress address() {
        return endpoint.address();
    }

    /** The backend took the connection. */
    public void accepted() {
        endpoint.upstream().accepted();
    }

    /** The backend could not be reached, or the client is gone. */
    public void giveBack() {
        endpoint.upstream().leave();
    }

    /** The relayed connection is over. */
    public void ended(boolean backendReset) {
        endpoint.upstream().ended(backendReset);
    }
}
