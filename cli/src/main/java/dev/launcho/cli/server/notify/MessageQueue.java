package dev.launcho.cli.server.notify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The messages that a receiver has yet to get, oldest first. A full queue drops the oldest. Any thread. */
final class MessageQueue {
    /** Most messages that wait for one receiver. */
    static final int MOST = 256;

    private final Deque<NotifyMessage> messages = new ArrayDeque<>();

    /** @return whether another message was dropped for it */
    synchronized boolean add(NotifyMessage message) {
        boolean full = messages.size() >= MOST;
        if (full) {
            messages.removeFirst();
        }
        messages.addLast(message);
        notifyAll();
        return full;
    }

    /** Waits for a message and returns the oldest, which stays. */
    synchronized NotifyMessage await() throws InterruptedException {
        while (messages.isEmpty()) {
            wait();
        }
        return messages.getFirst();
    }

    /** Removes a message, if it is still there. */
    synchronized void remove(NotifyMessage message) {
        messages.remove(message);
    }

    synchronized int size() {
        return messages.size();
    }

    synchronized List<NotifyMessage> waiting() {
        return List.copyOf(messages);
    }
}
