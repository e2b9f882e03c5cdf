package dev.launcho.cli.server;

import dev.launcho.core.admin.AdminOperations;
import dev.launcho.core.admin.LogSources;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.logs.BadPattern;
import dev.launcho.core.logs.LogBudget;
import dev.launcho.core.logs.LogMask;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogQuery;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.InstanceId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Logs: one that tests set, and those of instances that they write. Any thread. */
public final class FakeLogs {
    private final Path folder;
    private volatile AdminOperations.LogStream log =
            new AdminOperations.LogStream("web", new ByteArrayInputStream(new byte[0]));
    private volatile String request = "";
    private final AtomicInteger refusals = new AtomicInteger();

    /** @param folder where logs of instances lie */
    FakeLogs(Path folder) {
        this.folder = folder;
    }

    /** What is answered to who asks for a log without instances. */
    public void set(AdminOperations.LogStream next) {
        log = next;
    }

    /** Refuses the next requests, as while too many logs are read. */
    public void refuse(int requests) {
        refusals.set(requests);
    }

    /** {@code name tail follow} of the last request for a log. */
    public String request() {
        return request;
    }

    AdminOperations.LogStream open(String name, int tail, boolean follow) throws RequestRefused {
        request = name + " " + tail + " " + follow;
        if (name.equals("nobody")) {
            throw new RequestRefused(RequestRefused.Code.NOT_FOUND, "there is no process or instance \"nobody\"");
        }
        return log;
    }

    LogMerge open(LogSources.Selection what, LogQuery query, LogBudget budget) throws RequestRefused {
        request = String.join(" ", what.names()) + " " + query.tail() + " " + query.follow();
        if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw LogSources.busy();
        }
        if (what.names().contains("nobody")) {
            throw new RequestRefused(RequestRefused.Code.NOT_FOUND, "there is no process or instance \"nobody\"");
        }
        try {
            return new LogMerge(
                    new LogSpool(folder), what.names(), List.of(), query, id -> false, () -> LogMask.NONE, budget);
        } catch (BadPattern e) {
            throw new RequestRefused(RequestRefused.Code.INVALID, e.getMessage());
        } catch (LogBudget.Spent e) {
            throw LogSources.busy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds to the log of an instance, for {@code GET /v1/logs}. */
    public void write(String process, String instance, String text) throws IOException {
        Path file = new LogSpool(folder).file(process, new InstanceId(instance));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** As log text. */
    public static AdminOperations.LogStream text(String text) {
        return new AdminOperations.LogStream("web", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
