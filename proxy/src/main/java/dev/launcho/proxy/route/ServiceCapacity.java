package dev.launcho.proxy.route;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The limit of a service's clients, their number, and the acceptors that wait for a place. Any thread. */
public final class ServiceCapacity {
    private final AtomicInteger taken = new AtomicInteger();
    /** The callbacks of paused acceptors; at most one for each loop and listening socket. */
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    private volatile int most;

    /** Sets the limit. @param clients 0 = any number */
    void limit(int clients) {
        if (most != clients) {
            most = clients;
            wake();
        }
    }

    /** Takes a place; returns false if all places are taken. */
    public boolean tryTake() {
        int limit = most;
        if (limit == 0) {
            taken.incrementAndGet();
            return true;
        }
        for (int now = taken.get(); now < limit; now = taken.get()) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    public void giveBack() {
        taken.decrementAndGet();
        wake();
    }

    /** Runs {@code again} once when there is a place: maybe at once, maybe on another thread. */
    public void whenFree(Runnable again) {
        waiting.add(again);
        if (most == 0 || taken.get() < most) {
            wake();
        }
    }

    boolean isEmpty() {
        return taken.get() == 0;
    }

    private void wake() {
        for (Runnable again = waiting.poll(); again != null; again = waiting.poll()) {
            again.run();
        }
    }
}
