package dev.launcho.cli.server.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Steps of TLS handshakes that wait for the one thread. They come by turns of their networks: a crowd from one network delays a
 * client of another one by one step. Within a network, a handshake that has begun comes first. Of the new ones, the oldest and
 * the newest come in turn: in a queue, a client would wait for the two hundred before it; in a stack, for those after it.
 * Thread-safe.
 */
final class HandshakeQueue {
    private final int capacity;
    private final Map<String, Crowd> crowds = new LinkedHashMap<>();
    private int size;

    /** The steps of one network. */
    private static final class Crowd {
        private final Deque<Runnable> begun = new ArrayDeque<>();
        private final Deque<Runnable> fresh = new ArrayDeque<>();
        private boolean newest = true;

        void add(Runnable step, boolean isFirst) {
            (isFirst ? fresh : begun).add(step);
        }

        boolean remove(Runnable step) {
            return begun.remove(step) || fresh.remove(step);
        }

        Runnable next() {
            if (!begun.isEmpty()) {
                return begun.removeFirst();
            }
            newest = !newest;
            return newest ? fresh.removeLast() : fresh.removeFirst();
        }

        boolean isEmpty() {
            return begun.isEmpty() && fresh.isEmpty();
        }
    }

    HandshakeQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds a step.
     *
     * @param isFirst whether it is the first one of its handshake
     * @return false if the queue is full
     */
    synchronized boolean add(String network, Runnable step, boolean isFirst) {
        if (size >= capacity) {
            return false;
        }
        size++;
        crowds.computeIfAbsent(network, any -> new Crowd()).add(step, isFirst);
        return true;
    }

    synchronized void remove(String network, Runnable step) {
        Crowd crowd = crowds.get(network);
        if (crowd == null || !crowd.remove(step)) {
            return;
        }
        size--;
        if (crowd.isEmpty()) {
            crowds.remove(network);
        }
    }

    /** Returns the step to be taken next, or null if none waits. */
    synchronized @Nullable Runnable poll() {
        if (size == 0) {
            return null;
        }
        size--;
        String network = crowds.keySet().iterator().next();
        Crowd crowd = crowds.remove(network);
        Runnable step = crowd.next();
        if (!crowd.isEmpty()) {
            crowds.put(network, crowd); // Behind the others.
        }
        return step;
    }
}
