package dev.launcho.core.reconcile;

import dev.launcho.core.health.Prober;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.traffic.BalancerCapabilities;
import dev.launcho.core.traffic.LoadBalancer;
import java.io.IOException;

/** A factory of the ports, which are made once the listeners for their reports exist. */
public interface PortFactory {
    ProcessHost host(ProcessHost.Listener listener, String homeId) throws IOException;

    Prober prober(ProcessHost host, Prober.Listener listener);

    LoadBalancer balancer(LoadBalancer.Listener listener) throws IOException;

    /** Reads a target. An implementation may cache readings where thousands of servers read the same text. */
    default TargetReading read(String file, String text) {
        return TargetReader.read(file, text);
    }

    /** Returns the capabilities of the load balancer. */
    default BalancerCapabilities capabilities() {
        return BalancerCapabilities.ALL;
    }
}
