package dev.launcho.cli.server.http;

import dev.launcho.core.admin.Refused;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;

/** A worker's part in one exchange: runs the handler, and turns what it throws into an answer. */
final class Answering implements Runnable {
    private static final System.Logger LOG = System.getLogger("dev.launcho.admin");

    private final Handler handler;
    private final Exchange exchange;
    private final Connection connection;

    Answering(Handler handler, Exchange exchange, Connection connection) {
        this.handler = handler;
        this.exchange = exchange;
        this.connection = connection;
    }

    @Override
    public void run() {
        boolean whole = false;
        try {
            whole = answer();
        } finally {
            connection.answered(whole);
        }
    }

    /** Tells whether the answer is whole. */
    private boolean answer() {
        try {
            handler.handle(exchange);
            if (!exchange.answered()) {
                throw new IllegalStateException("a handler gave no answer");
            }
            return true;
        } catch (HttpError e) {
            return fail(e);
        } catch (Refused e) {
            return fail(Refusals.http(e));
        } catch (SocketTimeoutException e) {
            return fail(new HttpError(408, "too_slow", e.getMessage()));
        } catch (ClientGone e) {
            return false;
        } catch (IOException e) {
            if (!exchange.gone()) {
                LOG.log(
                        Level.WARNING,
                        "admin: request " + exchange.id() + " from " + exchange.from() + " failed: " + e);
            }
            return fail(new HttpError(500, "failed", String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            if (exchange.gone()) {
                return false; // A body that ended early, wrapped on its way up.
            }
            LOG.log(Level.ERROR, "admin: request " + exchange.id() + " from " + exchange.from() + " failed", e);
            return fail(new HttpError(
                    500, "failed", "internal error, the server's own output has more of request " + exchange.id()));
        }
    }

    private boolean fail(HttpError error) {
        if (exchange.answered() || exchange.gone()) {
            return false;
        }
        try {
            exchange.json(error.status(), error.json(exchange.id()));
            return true;
        } catch (IOException e) {
            return false; // The client has left meanwhile.
        }
    }
}
