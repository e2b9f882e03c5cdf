package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.time.Duration;

/** Is told of backends that are left out of a service for a while. Called on any thread; must not block. */
public interface EjectionListener {
    EjectionListener NONE = new EjectionListener() {
        @Override
        public void ejected(String service, InstanceId instance, Duration time, String cause) {
            // Nobody wants to know.
        }

        @Override
        public void readmitted(String service, InstanceId instance) {
            // Nobody wants to know.
        }
    };

    /** @param cause why the last connect failed */
    void ejected(String service, InstanceId instance, Duration time, String cause);

    /** It gets connections again. */
    void readmitted(String service, InstanceId instance);
}
