package dev.launcho.cli.server.http;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.intent.RequestRefused;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** A worker's task for one exchange: runs the handler, and turns its exceptions into answers. */
final class RequestTask implements Runnable {
    private final RequestHandler handler;
    private final AdminExchange exchange;
    private final ActiveRequest request;
    private final Recheck recheck;
    private final FailureLog failures;

    /** A check whether a request may still be answered. Any thread. */
    interface Recheck {
        void run() throws HttpError;

        default boolean passes() {
            try {
                run();
                return true;
            } catch (HttpError e) {
                return false;
            }
        }
    }

    /** @param recheck runs when the request's turn comes, after its whole text and the wait for a worker */
    RequestTask(
            RequestHandler handler,
            AdminExchange exchange,
            ActiveRequest request,
            Recheck recheck,
            FailureLog failures) {
        this.handler = handler;
        this.exchange = exchange;
        this.request = request;
        this.recheck = recheck;
        this.failures = failures;
    }

    @Override
    public void run() {
        boolean whole = false;
        try {
            whole = answer();
        } finally {
            if (!whole || !exchange.isHandedOver()) {
                request.answered(whole);
            }
        }
    }

    /** Returns whether the answer is complete. */
    private boolean answer() {
        if (exchange.gone()) {
            return false; // Nobody waits for it any more: the client has left, or its connection was cut.
        }
        try {
            recheck.run();
            handler.handle(exchange);
            if (!exchange.answered()) {
                throw new IllegalStateException("a handler gave no answer");
            }
            return true;
        } catch (HttpError e) {
            return fail(e);
        } catch (RequestRefused e) {
            return fail(RefusalMapping.http(e));
        } catch (SocketTimeoutException e) {
            return fail(new HttpError(408, "too_slow", e.getMessage()));
        } catch (ClientGone e) {
            return false;
        } catch (IOException e) {
            if (!exchange.gone() && !exchange.bodyIsMalformed()) {
                failures.failed(exchange.id(), exchange.from(), e);
            }
            return fail(new HttpError(500, "failed", FileFailure.words(e)));
        } catch (RuntimeException | StackOverflowError e) {
            if (exchange.gone() || exchange.bodyIsMalformed()) {
                return fail(HttpError.badRequest(
                        "the request ended early")); // The handler may have wrapped the body's exception.
            }
            String detailed = failures.failed(exchange.id(), exchange.from(), e);
            return fail(new HttpError(
                    500, "failed", "internal error; the server's own output has the details of request " + detailed));
        }
    }

    private boolean fail(HttpError error) {
        if (exchange.answered() || exchange.gone()) {
            return false;
        }
        // The client has to correct the body, whatever the handler threw because of it.
        HttpError shown = exchange.bodyIsMalformed() ? HttpError.badRequest(new MalformedBody().getMessage()) : error;
        try {
            exchange.json(shown.status(), shown.json(exchange.id()));
            return true;
        } catch (IOException e) {
            return false; // The client has left meanwhile.
        }
    }
}
