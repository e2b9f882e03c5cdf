package dev.launcho.proxy.route;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.InstanceId;
import java.time.Duration;

/** A listener to ejections: a backend is left out of a service for a while. Called on any thread; must not block. */
public interface EjectionListener {
    EjectionListener NONE = new EjectionListener() {
        @Override
        public void ejected(String service, InstanceId instance, Duration time, FailureKind cause) {
            // Ignored.
        }

        @Override
        public void readmitted(String service, InstanceId instance) {
            // Ignored.
        }
    };

    /** The backend gets no connections for {@code time}. @param cause why the last connect failed */
    void ejected(String service, InstanceId instance, Duration time, FailureKind cause);

    /** The backend gets connections again. */
    void readmitted(String service, InstanceId instance);
}
