package dev.launcho.core.reconcile;

import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/** Many senders, one reader. Holds 65 536 messages; a sender that finds it full waits. */
final class Mailbox {
    private static final int CAPACITY = 1 << 16;

    private final MpscBlockingConsumerArrayQueue<Message> queue = new MpscBlockingConsumerArrayQueue<>(CAPACITY);

    /** Any thread. */
    void send(Message message) {
        while (!queue.offer(message)) {
            Thread.onSpinWait();
        }
    }

    /**
     * Takes what is there, or waits for the first message; the reader only.
     *
     * @param millis longest wait
     * @param most messages taken, so that planning is never put off for long
     */
    void receive(long millis, int most, java.util.function.Consumer<Message> reader) throws InterruptedException {
        Message first = queue.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        reader.accept(first);
        for (int n = 1; n < most; n++) {
            Message next = queue.poll();
            if (next == null) {
                return;
            }
            reader.accept(next);
        }
    }
}
