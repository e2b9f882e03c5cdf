package dev.launcho.cli.server;

import dev.launcho.core.admin.LogSources;
import dev.launcho.core.admin.Operations;
import dev.launcho.core.admin.Refused;
import dev.launcho.core.logs.BadPattern;
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

/** Logs: one that tests set, and those of instances that they write. Any thread. */
public final class FakeLogs {
    private final Path folder;
    private volatile Operations.LogStream log = new Operations.LogStream("web", new ByteArrayInputStream(new byte[0]));
    private volatile String request = "";

    /** @param folder where logs of instances lie */
    FakeLogs(Path folder) {
        this.folder = folder;
    }

    /** What is answered to who asks for a log without instances. */
    public void set(Operations.LogStream next) {
        log = next;
    }

    /** {@code name tail follow} of the last request for a log. */
    public String request() {
        return request;
    }

    Operations.LogStream open(String name, int tail, boolean follow) throws Refused {
        request = name + " " + tail + " " + follow;
        if (name.equals("nobody")) {
            throw new Refused(Refused.Code.NOT_FOUND, "there is no process or instance \"nobody\"");
        }
        return log;
    }

    LogMerge open(LogSources.Selection what, LogQuery query) throws Refused {
        request = String.join(" ", what.names()) + " " + query.tail() + " " + query.follow();
        if (what.names().contains("nobody")) {
            throw new Refused(Refused.Code.NOT_FOUND, "there is no process or instance \"nobody\"");
        }
        try {
            return new LogMerge(new LogSpool(folder), what.names(), List.of(), query, id -> false);
        } catch (BadPattern e) {
            throw new Refused(Refused.Code.INVALID, e.getMessage());
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
    public static Operations.LogStream text(String text) {
        return new Operations.LogStream("web", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
