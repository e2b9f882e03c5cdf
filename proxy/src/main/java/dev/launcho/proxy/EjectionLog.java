package dev.launcho.proxy;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.proxy.route.EjectionListener;
import java.time.Duration;

/** Passes ejections and readmissions of backends on to the balancer's listener. Any thread. */
record EjectionLog(LoadBalancer.Listener listener) implements EjectionListener {
    @Override
    public void ejected(String service, InstanceId instance, Duration time, FailureKind cause) {
        listener.ejected(service, instance, time, cause);
    }

    @Override
    public void readmitted(String service, InstanceId instance) {
        listener.readmitted(service, instance);
    }
}
