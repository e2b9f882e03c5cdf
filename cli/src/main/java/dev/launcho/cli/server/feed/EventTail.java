package dev.launcho.cli.server.feed;

import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.event.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * The place in the events up to which all pages have them. It keeps no frame: what an event shows depends on the secrets of the
 * moment. Not thread-safe: one thread looks.
 */
final class EventTail {
    /** As many as the server keeps in memory. */
    static final int MOST = 1_000;

    private final AdminOperations operations;
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
            fresh.add(FeedFrame.event(event));
            last = event.sequence();
        }
        return fresh;
    }

    /**
     * Returns the frames of the events from after one to the newest that was seen; one that says so comes first if the server
     * does not keep some of them any more.
     */
    List<byte[]> since(long after) {
        List<Event> kept = operations.events(after, MOST).stream()
                .filter(event -> event.sequence() <= last)
                .toList();
        long next = kept.isEmpty() ? last + 1 : kept.get(0).sequence();
        List<byte[]> missed = new ArrayList<>();
        if (next != after + 1) {
            missed.add(FeedFrame.gap(after, next));
        }
        kept.forEach(event -> missed.add(FeedFrame.event(event)));
        return missed;
    }

    /** Begins anew, while nobody listens. */
    void clear() {
        last = 0;
    }
}
