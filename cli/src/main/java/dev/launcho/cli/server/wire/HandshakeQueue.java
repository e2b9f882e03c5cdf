package dev.launcho.cli.server.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Steps of TLS handshakes that wait for the one thread. A handshake that has begun comes first: it is nearly done. New ones
 * come by turns of their networks, so that a crowd from one network delays no client of another one; and within a network in
 * turn the oldest and the newest one, so that a client that comes just before or just after two hundred others does not wait
 * for all of them, as it would in a queue or in a stack. Thread-safe.
 */
final class HandshakeQueue {
    private final int capacity;
    private final Deque<Runnable> begun = new ArrayDeque<>();
    private final Map<String, Crowd> fresh = new LinkedHashMap<>();
    private int size;

    /** The new handshakes of one network. */
    private static final class Crowd {
        final Deque<Runnable> steps = new ArrayDeque<>();
        private boolean newest = true;

        Runnable next() {
            newest = !newest;
            return newest ? steps.removeLast() : steps.removeFirst();
        }
    }

    HandshakeQueue(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds the first step of a handshake.
     *
     * @return false if the queue is full
     */
    synchronized boolean addFirstStep(String network, Runnable step) {
        if (size >= capacity) {
            return false;
        }
        size++;
        return fresh.computeIfAbsent(network, any -> new Crowd()).steps.add(step);
    }

    /**
     * Adds a later step of a handshake.
     *
     * @return false if the queue is full
     */
    synchronized boolean addLaterStep(Runnable step) {
        if (size >= capacity) {
            return false;
        }
        size++;
        return begun.add(step);
    }

    synchronized void remove(String network, Runnable step) {
        Crowd crowd = fresh.get(network);
        if (begun.remove(step) || crowd != null && crowd.steps.remove(step)) {
            size--;
        }
        if (crowd != null && crowd.steps.isEmpty()) {
            fresh.remove(network);
        }
    }

    /** Returns the step to be taken next, or null if none waits. */
    synchronized @Nullable Runnable poll() {
        if (size == 0) {
            return null;
        }
        size--;
        if (!begun.isEmpty()) {
            return begun.removeFirst();
        }
        String network = fresh.keySet().iterator().next();
        Crowd crowd = fresh.remove(network);
        Runnable step = crowd.next();
        if (!crowd.steps.isEmpty()) {
            fresh.put(network, crowd); // Behind the others.
        }
        return step;
    }
}
