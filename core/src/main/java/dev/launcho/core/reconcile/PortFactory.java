package dev.launcho.core.reconcile;

import dev.launcho.core.health.Prober;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.target.TargetReader;
import dev.launcho.core.target.TargetReading;
import dev.launcho.core.traffic.Capabilities;
import dev.launcho.core.traffic.LoadBalancer;
import java.io.IOException;

/** Makes the ports, once there is somebody for what they tell. */
public interface PortFactory {
    ProcessHost host(ProcessHost.Listener listener, String homeId) throws IOException;

    Prober prober(ProcessHost host, Prober.Listener listener);

    LoadBalancer balancer(LoadBalancer.Listener listener) throws IOException;

    /** Reads a target. Where thousands of servers read the same ones, they may be remembered. */
    default TargetReading read(String file, String text) {
        return TargetReader.read(file, text);
    }

    /** What that balancer can't do. */
    default Capabilities capabilities() {
        return Capabilities.ALL;
    }
}
