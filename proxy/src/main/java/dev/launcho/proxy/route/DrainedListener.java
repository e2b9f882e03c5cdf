package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.util.function.BooleanSupplier;

/** A listener that is called once for each drain that ended. Called on any thread; must not block. */
@FunctionalInterface
public interface DrainedListener {
    /** @param still returns false once the instance is back in rotation; then this end of a drain must not be reported */
    void drained(InstanceId instance, BooleanSupplier still);
}
