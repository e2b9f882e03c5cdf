package dev.launcho.cli.server.feed;

import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.event.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The newest events as frames, at most {@value #MOST}, each made once. Not thread-safe: one thread looks.
 */
final class EventTail {
    /** As many as the server keeps in memory. */
    static final int MOST = 1_000;

    private final AdminOperations operations;
    private final Deque<Map.Entry<Long, byte[]>> frames = new ArrayDeque<>();
    private long last;

    EventTail(AdminOperations operations) {
        this.operations = operations;
    }

    /** Returns the sequence number of the newest event that was seen. */
    long last() {
        return last;
    }

    /** Takes the events that are new since the last call. @return their frames, oldest first */
    List<byte[]> look() {
        List<byte[]> fresh = new ArrayList<>();
        for (Event event : operations.events(last, MOST)) {
            if (last > 0 && event.sequence() > last + 1) {
                fresh.add(FeedFrame.gap(last, event.sequence()));
            }
            byte[] frame = FeedFrame.event(event);
            fresh.add(frame);
            frames.add(Map.entry(event.sequence(), frame));
            last = event.sequence();
        }
        while (frames.size() > MOST) {
            frames.remove();
        }
        return fresh;
    }

    /** Returns the frames that follow an event; one that says so comes first if some of them are not kept any more. */
    List<byte[]> since(long after) {
        List<byte[]> missed = new ArrayList<>();
        long next = last + 1;
        for (Map.Entry<Long, byte[]> frame : frames) {
            if (frame.getKey() > after) {
                next = missed.isEmpty() ? frame.getKey() : next;
                missed.add(frame.getValue());
            }
        }
        if (next != after + 1) {
            missed.add(0, FeedFrame.gap(after, next));
        }
        return missed;
    }

    /** Forgets the frames, while nobody listens. */
    void clear() {
        frames.clear();
        last = 0;
    }
}
