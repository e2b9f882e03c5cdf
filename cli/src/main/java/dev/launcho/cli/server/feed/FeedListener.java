package dev.launcho.cli.server.feed;

import dev.launcho.cli.server.wire.PacedBody;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One page that listens. It holds at most one status, since a newer one replaces it, and {@value #MOST_EVENTS} events. All pages
 * share the bytes, those that come late, too, unless a value has become a secret meanwhile. Any thread.
 */
final class FeedListener implements PacedBody.Source {
    static final int MOST_EVENTS = 1_200;

    private final BooleanSupplier stillAdmitted;
    private final Deque<byte[]> events = new ArrayDeque<>();
    private @Nullable PacedBody body;
    private byte @Nullable [] status;
    private boolean pinged;

    FeedListener(BooleanSupplier stillAdmitted) {
        this.stillAdmitted = stillAdmitted;
    }

    /** Begins to send. Called once, before anything is offered. */
    synchronized void attach(PacedBody to) {
        body = to;
    }

    /** Returns whether the client is there, and its token or session is still valid. */
    boolean isWelcome() {
        return attached().isOpen() && stillAdmitted.getAsBoolean();
    }

    private synchronized PacedBody attached() {
        if (body == null) {
            throw new IllegalStateException("not attached yet");
        }
        return body;
    }

    void cut() {
        attached().cut();
    }

    void offerStatus(byte[] frame) {
        synchronized (this) {
            status = frame;
        }
        attached().wake();
    }

    void ping() {
        synchronized (this) {
            pinged = true;
        }
        attached().wake();
    }

    /** Adds an event; cuts the connection of a page that has too many unread. */
    void offerEvent(byte[] frame) {
        boolean full;
        synchronized (this) {
            full = events.size() >= MOST_EVENTS;
            if (!full) {
                events.add(frame);
            }
        }
        if (full) {
            attached().abort();
        } else {
            attached().wake();
        }
    }

    @Override
    public synchronized Optional<byte[]> next() {
        if (!events.isEmpty()) {
            return Optional.of(events.remove());
        }
        if (status != null) {
            byte[] newest = status;
            status = null;
            pinged = false;
            return Optional.of(newest);
        }
        boolean ping = pinged;
        pinged = false;
        return ping ? Optional.of(FeedFrame.PING) : Optional.empty();
    }

    /** A feed ends only with its connection. */
    @Override
    public boolean isEnded() {
        return false;
    }
}
