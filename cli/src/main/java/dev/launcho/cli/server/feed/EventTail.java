package dev.launcho.cli.server.feed;

import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The place in the events up to which all pages have them, and the frames of the last {@value #MOST}, for the pages that come.
 * What an event shows depends on the secrets of the moment, so that a frame counts only for an event that still shows the same.
 * Not thread-safe: one thread looks.
 */
final class EventTail {
    /** As many as the server keeps in memory. */
    static final int MOST = 1_000;

    private final AdminOperations operations;
    /** By sequence number, oldest use first. */
    private final Map<Long, Shown> frames = new LinkedHashMap<>(16, 0.75f, true);

    private long last;

    private record Shown(Event event, byte[] frame) {}

    EventTail(AdminOperations operations) {
        this.operations = operations;
    }

    /** Returns the sequence number of the newest event that was seen. */
    long last() {
        return last;
    }

    /** Takes all events that there are, for nobody. */
    void skip() {
        List<Event> all = operations.events(last, 1);
        last = all.isEmpty() ? last : all.get(0).sequence();
    }

    /** Takes the events that are new since the last call. @return their frames, oldest first */
    List<byte[]> look() {
        List<byte[]> fresh = new ArrayList<>();
        for (Event event : operations.events(last, MOST)) {
            if (last > 0 && event.sequence() > last + 1) {
                fresh.add(FeedFrame.gap(last, event.sequence()));
            }
            fresh.add(frame(event));
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
        kept.forEach(event -> missed.add(frame(event)));
        return missed;
    }

    private byte[] frame(Event event) {
        Shown before = frames.get(event.sequence());
        if (before != null && before.event.equals(event)) {
            return before.frame;
        }
        byte[] frame = FeedFrame.event(event);
        frames.put(event.sequence(), new Shown(event, frame));
        if (frames.size() > MOST) {
            frames.remove(frames.keySet().iterator().next());
        }
        return frame;
    }

    /** Begins anew, while nobody listens. */
    void clear() {
        last = 0;
        frames.clear();
    }
}
