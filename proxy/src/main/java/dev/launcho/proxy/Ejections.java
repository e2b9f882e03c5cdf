package dev.launcho.proxy;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.proxy.route.EjectionListener;
import java.time.Duration;

/** Says for a user what became of a backend that can't be reached. Any thread. */
record Ejections(LoadBalancer.Listener listener) implements EjectionListener {
    @Override
    public void ejected(String service, InstanceId instance, Duration time, String cause) {
        // Each engine has other words for it.
        String why = cause.contains("refused") ? "connection refused" : cause;
        listener.ejected(service, instance, "for " + time.toSeconds() + "s, connects to it fail: " + why);
    }

    @Override
    public void readmitted(String service, InstanceId instance) {
        listener.readmitted(service, instance);
    }
}
