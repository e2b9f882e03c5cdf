package dev.launcho.cli.server.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The collection of one request's text body before a worker starts, so that a slow client delays no other client. The text
 * waits for a place among the {@link TextBodies}, still unread, and then has to be complete; each takes at most the deadline.
 * It keeps its place until it is closed, since the worker reads it from memory. Event loop.
 */
final class TextCollection {
    private final ActiveRequest request;
    private final EventExecutor loop;
    private final int longest;
    private final Runnable start;
    private final TextBodies texts;
    private final TextBodies.Text text;
    private @Nullable ScheduledFuture<?> deadline;
    private long length;
    private boolean closed;

    /**
     * @param announced how many bytes to reserve
     * @param longest the largest size in bytes
     * @param start starts a worker when the text is complete
     */
    TextCollection(
            ActiveRequest request,
            TextBodies texts,
            RequestCaller caller,
            long announced,
            int longest,
            Runnable start) {
        this.request = request;
        this.loop = request.channel().eventLoop();
        this.longest = longest;
        this.start = start;
        this.texts = texts;
        this.text = texts.text(caller.admission().access(), caller.key(), announced, () -> loop.execute(this::receive));
    }

    void begin() {
        request.body().keepWhole(longest);
        refuseLater(WorkerPools.busy());
        texts.admit(text);
    }

    private void receive() {
        if (!closed) {
            refuseLater(new HttpError(
                    408,
                    "too_slow",
                    "the request was not complete in " + texts.deadline().toSeconds() + " s"));
            request.readMore();
        }
    }

    /** Schedules a refusal at the deadline, in place of the one scheduled before. */
    private void refuseLater(HttpError late) {
        cancelDeadline();
        deadline = loop.schedule(() -> request.refuse(late), texts.deadline().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /** Takes over a piece; the last one starts the worker. @throws HttpError if the text is too long now */
    void add(HttpContent content) throws HttpError {
        length += content.content().readableBytes();
        if (length > longest) {
            content.release();
            throw AdminExchange.tooLarge(longest);
        }
        request.body().offer(content.content());
        if (content instanceof LastHttpContent) {
            request.body().end();
            cancelDeadline();
            start.run();
        }
    }

    /** Frees the place of the text, or ends its wait for one. */
    void close() {
        closed = true;
        cancelDeadline();
        text.close();
    }
}
