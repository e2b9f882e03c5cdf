package dev.launcho.cli.server.route;

import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.cli.server.quota.ClientQuota;
import dev.launcho.core.logs.LogBudget;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogQuery;

/**
 * The bounds of what clients with the read-only token read of logs at a time: memory and the processor are the admin's, too.
 * Any thread.
 */
final class ReaderLogs {
    private static final int MOST = 2 * LogMerge.MOST;
    private static final int MOST_OF_TOKEN = MOST - LogMerge.MOST / 2;
    private static final int SEARCHES = 4;
    private static final int SEARCHES_OF_ADDRESS = 2;
    private static final int SEARCHES_OF_TOKEN = 3;
    private static final ClientQuota.Share NONE = () -> {};

    private final ClientQuota open = new ClientQuota(MOST, LogMerge.MOST, MOST_OF_TOKEN);
    private final ClientQuota searches = new ClientQuota(SEARCHES, SEARCHES_OF_ADDRESS, SEARCHES_OF_TOKEN);

    /** Returns the budget of a request; the admin's has no limit. */
    LogBudget budget(AdminExchange exchange) {
        return isReader(exchange)
                ? () -> open.take(exchange.client(), 1).map(share -> share::close)
                : LogBudget.UNLIMITED;
    }

    /** Takes the place of a search, if the request is one. */
    ClientQuota.Share search(AdminExchange exchange, LogQuery query) throws HttpError {
        if (!isReader(exchange) || query.grep().isEmpty()) {
            return NONE;
        }
        return searches.take(exchange.client(), 1)
                .orElseThrow(() -> new HttpError(
                        503,
                        "busy",
                        "clients with the read-only token already search enough logs with grep; try again"
                                + " when one has ended, or read the log without grep"));
    }

    private static boolean isReader(AdminExchange exchange) {
        return !exchange.isAdmin();
    }
}
