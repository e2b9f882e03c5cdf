package dev.launcho.core.mailbox;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/** A message queue with many senders and one reader. It holds 65 536 messages; a sender waits while it is full. */
public final class Mailbox {
    private static final int CAPACITY = 1 << 16;
    private static final long FULL_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final MpscBlockingConsumerArrayQueue<ReconcilerMessage> queue =
            new MpscBlockingConsumerArrayQueue<>(CAPACITY);

    /** Any thread. */
    public void send(ReconcilerMessage message) {
        while (!queue.offer(message)) {
            LockSupport.parkNanos(FULL_PAUSE_NANOS);
        }
    }

    /**
     * Takes the messages that are there, or waits for the first one. The reader's thread only.
     *
     * @param millis longest wait
     * @param most messages taken, so that planning is never delayed for long
     */
    public void receive(long millis, int most, java.util.function.Consumer<ReconcilerMessage> reader)
            throws InterruptedException {
        ReconcilerMessage first = queue.poll(Math.max(0, millis), TimeUnit.MILLISECONDS);
        if (first == null) {
            return;
        }
        reader.accept(first);
        for (int n = 1; n < most; n++) {
            ReconcilerMessage next = queue.poll();
            if (next == null) {
                return;
            }
            reader.accept(next);
        }
    }
}
