package dev.launcho.cli.server.notify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The messages that a receiver has yet to get, oldest first. A full queue drops the oldest. Any thread. */
final class MessageQueue {
    /** Most messages that wait for one receiver. */
    static final int MOST = 256;

    private final Deque<WaitingMessage> messages = new ArrayDeque<>();
    private boolean closed;

    /** @return whether another message was dropped for it */
    synchronized boolean add(WaitingMessage message) {
        boolean full = messages.size() >= MOST;
        if (full) {
            messages.removeFirst();
        }
        messages.addLast(message);
        notifyAll();
        return full;
    }

    /** Waits for a message and returns the first, which stays; empty once the queue is closed. */
    synchronized Optional<WaitingMessage> await() throws InterruptedException {
        while (messages.isEmpty() && !closed) {
            wait();
        }
        return closed ? Optional.empty() : Optional.of(messages.getFirst());
    }

    /** Waits for a time, or until the queue is closed. */
    synchronized void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Wakes its thread for good. What waits stays. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Removes a message, if it is still there. */
    synchronized void remove(WaitingMessage message) {
        messages.remove(message);
    }

    /**
     * Notes a failed attempt, if the message is still there.
     *
     * @param aside whether it goes behind all others
     */
    synchronized void failed(WaitingMessage message, boolean aside) {
        if (messages.remove(message)) {
            if (aside) {
                messages.addLast(message.failed());
            } else {
                messages.addFirst(message.failed());
            }
        }
    }

    synchronized int size() {
        return messages.size();
    }

    synchronized List<NotifyMessage> waiting() {
        return messages.stream().map(WaitingMessage::message).toList();
    }
}
