package dev.launcho.proxy.route;

import dev.launcho.core.model.InstanceId;
import java.util.function.BooleanSupplier;

/** Is told once for each drain that ended. Called on any thread; must not block. */
@FunctionalInterface
public interface DrainedListener {
    /** @param still false once the instance has been put back into rotation: then it is not to be told any more */
    void drained(InstanceId instance, BooleanSupplier still);
}
