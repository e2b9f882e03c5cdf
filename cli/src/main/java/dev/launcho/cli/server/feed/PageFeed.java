package dev.launcho.cli.server.feed;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.cli.server.quota.ClientQuota;
import dev.launcho.cli.server.wire.PacedBody;
import dev.launcho.core.admin.AdminOperations;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The producer of what pages listen to: the status at most once a second, if it has changed, and each new event. It makes
 * each of them once for all pages, on one thread, and does nothing while no page listens. At most {@value #MOST} pages listen,
 * {@value #MOST_OF_TOKEN} with one token and {@value #MOST_OF_ADDRESS} from one address; {@value #KEPT} places are kept for the
 * server's own admin token. Any thread may add pages; those without a comment belong to the thread.
 */
public final class PageFeed implements AutoCloseable {
    static final int MOST = 32;
    static final int MOST_OF_TOKEN = 16;
    private static final int MOST_OF_ADDRESS = 28;
    private static final int KEPT = 4;
    private static final System.Logger LOG = System.getLogger("dev.launcho.admin");
    private static final long LOOK_MILLIS = 250;
    private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** How long a page may take nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AdminOperations operations;
    private final ClientQuota places = new ClientQuota(MOST, MOST_OF_ADDRESS, MOST_OF_TOKEN, KEPT);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "page-feed");
        made.setDaemon(true);
        return made;
    });
    private final Set<FeedListener> listeners = new LinkedHashSet<>();
    private final EventTail events;
    private @Nullable ScheduledFuture<?> looking;
    private JsonObject status = new JsonObject();
    private byte[] statusFrame = {};
    private long statusAt;
    private long pingedAt;

    public PageFeed(AdminOperations operations) {
        this.operations = operations;
        this.events = new EventTail(operations);
    }

    /**
     * Answers a request with the stream, for as long as its client and its token last. Any thread.
     *
     * @param after the sequence number of the last event that the page has seen; empty for new events only
     * @throws HttpError if there are too many streams
     */
    public void serve(AdminExchange exchange, OptionalLong after) throws HttpError {
        ClientQuota.Share place = places.take(exchange.client(), 1)
                .orElseThrow(() -> new HttpError(
                        503, "busy", "too many pages listen already, close one and try again in a second"));
        FeedListener listener = new FeedListener(exchange::isStillAdmitted);
        exchange.onGone(place::close);
        PacedBody body = exchange.push("text/event-stream", OptionalLong.empty(), PATIENCE, listener);
        listener.attach(body);
        try {
            thread.execute(() -> add(listener, after));
        } catch (RejectedExecutionException closing) {
            body.cut();
        }
    }

    private void add(FeedListener listener, OptionalLong after) {
        if (!listener.isWelcome()) {
            return; // Clients that come and go cost no events.
        }
        try {
            if (listeners.isEmpty()) {
                events.skip();
            } else {
                offerEvents(); // To those that are here; those before it, the new one gets now.
            }
            events.since(after.orElse(events.last())).forEach(listener::offerEvent);
            // The status is made by the look, for all: what is made for one would not be new to the others then.
            if (statusFrame.length > 0) {
                listener.offerStatus(statusFrame);
            }
        } catch (RuntimeException e) {
            failed(e);
            listener.cut();
            return;
        }
        listeners.add(listener);
        if (looking == null) {
            pingedAt = System.nanoTime();
            looking = thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            listeners.removeIf(listener -> !listener.isWelcome() && isCut(listener));
            if (listeners.isEmpty()) {
                stop();
                return;
            }
            offerEvents();
            offerStatus();
            ping();
        } catch (RuntimeException e) { // It would end the schedule: the pages are to come back instead.
            failed(e);
            listeners.forEach(FeedListener::cut);
        }
    }

    private static void failed(RuntimeException cause) {
        LOG.log(Level.ERROR, "admin: the feed of the page failed; its pages are cut off", cause);
    }

    private void stop() {
        if (looking != null) {
            looking.cancel(false);
            looking = null;
        }
        events.clear();
        status = new JsonObject();
        statusFrame = new byte[0];
    }

    private void offerEvents() {
        for (byte[] event : events.look()) {
            listeners.forEach(listener -> listener.offerEvent(event));
        }
    }

    private static boolean isCut(FeedListener listener) {
        listener.cut();
        return true;
    }

    private void offerStatus() {
        byte[] before = statusFrame;
        refresh();
        if (before != statusFrame) {
            listeners.forEach(listener -> listener.offerStatus(statusFrame));
        }
    }

    /** Makes the status anew if it is a second old. */
    private void refresh() {
        long now = System.nanoTime();
        if (statusFrame.length > 0 && now - statusAt < STATUS_NANOS) {
            return;
        }
        statusAt = now;
        JsonObject fresh = RecordJson.write(operations.status(true));
        if (!fresh.equals(status)) {
            status = fresh;
            statusFrame = FeedFrame.status(fresh);
        }
    }

    private void ping() {
        long now = System.nanoTime();
        if (now - pingedAt >= PING_NANOS) {
            pingedAt = now;
            listeners.forEach(FeedListener::ping);
        }
    }

    /** Ends the thread. The connections end with the server. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
