package dev.launcho.core.admin;

import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.Event;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.reconcile.Snapshot;
import dev.launcho.core.store.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instances that are no more but whose logs are kept, with what events tell of their ends. */
record EndedInstances(LogSpool logs, EventLog events) {
    private static final Pattern END = Pattern.compile("(\\S+) (?:ended|stopped): (.*)");

    List<StatusView.Ended> of(Snapshot snapshot) {
        Map<String, Event> ends = new HashMap<>();
        for (Event e : events.after(0, Integer.MAX_VALUE)) {
            Matcher end = END.matcher(e.message());
            if (end.matches()) {
                ends.put(end.group(1), e);
            }
        }
        return logs.all().stream()
                .filter(log -> snapshot.states().values().stream()
                        .noneMatch(s -> s.instance(log.instance()).isPresent()))
                .map(log -> ended(log, ends))
                .toList();
    }

    private static StatusView.Ended ended(LogSpool.Entry log, Map<String, Event> ends) {
        InstanceId id = log.instance();
        Event end = ends.get(id.name());
        if (end == null) {
            return new StatusView.Ended(log.process(), id.name(), written(log), "");
        }
        Matcher how = END.matcher(end.message());
        return new StatusView.Ended(log.process(), id.name(), end.at(), how.matches() ? how.group(2) : "");
    }

    private static Instant written(LogSpool.Entry log) {
        try {
            return Files.getLastModifiedTime(log.file()).toInstant();
        } catch (IOException gone) {
            return Instant.EPOCH;
        }
    }
}
