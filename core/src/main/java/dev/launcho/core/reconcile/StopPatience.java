package dev.launcho.core.reconcile;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;

/**
 * The patience of a server that stops. A busy machine may need longer for hundreds of instances than for one, and instances
 * that are left behind serve nobody. So the wait goes on while it gets fewer.
 */
final class StopPatience {
    private StopPatience() {}

    /**
     * Blocks until all is gone.
     *
     * @param finished completed when all is gone; false if the reconciler has failed
     * @param boundMillis the wait goes on as long as an instance ends in each such time
     * @param left how many instances there still are
     * @param waits receives before each wait how long it may take, in milliseconds
     * @return whether all was gone in time; false, too, if this thread was interrupted
     */
    static boolean await(CompletableFuture<Boolean> finished, long boundMillis, IntSupplier left, LongConsumer waits) {
        int before = left.getAsInt();
        try {
            while (true) {
                waits.accept(boundMillis);
                try {
                    return finished.get(boundMillis, TimeUnit.MILLISECONDS);
                } catch (TimeoutException late) {
                    int now = left.getAsInt();
                    if (now >= before) {
                        return false;
                    }
                    before = now;
                }
            }
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
