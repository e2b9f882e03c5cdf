package dev.launcho.cli.server;

import dev.launcho.cli.server.http.Exchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.core.admin.LogSources;
import dev.launcho.core.logs.LogQuery;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;

/** What the query of {@code GET /v1/logs} asks for. */
record LogRequest(LogSources.Selection selection, LogQuery query) {
    static LogRequest of(Exchange x) throws HttpError {
        if (x.queries("name").isEmpty()) {
            throw HttpError.badRequest("query parameter name is missing: a process or an instance");
        }
        boolean previous = Boolean.parseBoolean(x.query("previous", "false"));
        boolean follow = Boolean.parseBoolean(x.query("follow", "false"));
        int tail = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, x.query("tail", -1)));
        LogQuery query = new LogQuery(tail, since(x.query("since", "")), x.query("grep", ""), follow, from(x));
        return new LogRequest(new LogSources.Selection(x.queries("name"), previous), query);
    }

    private static Instant since(String text) throws HttpError {
        try {
            return text.isEmpty() ? Instant.MIN : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw HttpError.badRequest(
                    "query parameter since: \"" + text + "\" is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    /** {@code NUMBER.OFFSET~NUMBER.OFFSET}, in base 36. */
    private static Map<Long, Long> from(Exchange x) throws HttpError {
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
