package dev.launcho.cli.server.route;

import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.LogSources;
import dev.launcho.core.logs.LogQuery;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;

/** A reader of the query of {@code GET /v1/logs}. */
final class LogParameters {
    private LogParameters() {}

    static LogSources.Selection selection(AdminExchange x) throws HttpError {
        if (x.queries("name").isEmpty()) {
            throw HttpError.badRequest("query parameter name is missing: a process or an instance");
        }
        return new LogSources.Selection(x.queries("name"), Boolean.parseBoolean(x.query("previous", "false")));
    }

    static LogQuery query(AdminExchange x) throws HttpError {
        boolean follow = Boolean.parseBoolean(x.query("follow", "false"));
        int tail = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, x.query("tail", -1)));
        return new LogQuery(tail, since(x.query("since", "")), x.query("grep", ""), follow, from(x));
    }

    private static Instant since(String text) throws HttpError {
        try {
            return text.isEmpty() ? Instant.MIN : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw HttpError.badRequest(
                    "query parameter since: \"" + text + "\" is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    /** Returns where to go on in each log, from {@code NUMBER.OFFSET~NUMBER.OFFSET} in base 36; see {@link LogQuery}. */
    private static Map<Long, Long> from(AdminExchange x) throws HttpError {
        String text = x.query("from", "");
        Map<Long, Long> from = new HashMap<>();
        if (text.isEmpty()) {
            return from;
        }
        for (String one : text.split("~", -1)) {
            if (!one.matches("[0-9a-z]{1,12}\\.[0-9a-z]{1,12}")) {
                throw HttpError.badRequest("query parameter from: \"" + one + "\" is not NUMBER.OFFSET");
            }
            int dot = one.indexOf('.');
            from.put(Long.parseLong(one.substring(0, dot), 36), Long.parseLong(one.substring(dot + 1), 36));
        }
        return from;
    }
}
