package dev.launcho.core.admin;

import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the log, or logs, that a name means. Thread-safe. */
public final class LogSources {
    private final LogSpool spool;

    public LogSources(LogSpool spool) {
        this.spool = spool;
    }

    /**
     * @param processes names known
     * @param running whether an instance may still write
     */
    Operations.LogStream open(
            String name, Collection<String> processes, int tail, boolean follow, Predicate<InstanceId> running)
            throws Refused {
        try {
            Optional<LogSpool.Entry> one = processes.contains(name) ? Optional.empty() : spool.find(name);
            if (one.isPresent()) {
                InstanceId id = one.get().instance();
                InputStream bytes = spool.read(one.get(), tail, follow, () -> running.test(id));
                return new Operations.LogStream(id.name(), bytes);
            }
            List<LogSpool.Entry> all = spool.of(name);
            if (all.isEmpty()) {
                throw notFound(name, processes);
            }
            return new Operations.LogStream(name, spool.merge(name, tail, follow, running));
        } catch (IOException e) {
            throw new Refused(Refused.Code.FAILED, "the log of " + name + " can't be read: " + e.getMessage());
        }
    }

    private Refused notFound(String name, Collection<String> processes) {
        List<String> similar = spool.all().stream()
                .map(e -> e.instance().name())
                .filter(n -> n.startsWith(name))
                .sorted()
                .toList();
        if (similar.size() > 1) {
            return new Refused(
                    Refused.Code.NOT_FOUND,
                    "more than one instance begins with \"" + name + "\": " + String.join(", ", similar));
        }
        if (processes.contains(name)) {
            return new Refused(Refused.Code.NOT_FOUND, name + " has no log yet: none of its instances was launched");
        }
        String known = processes.isEmpty()
                ? "none"
                : String.join(", ", processes.stream().distinct().sorted().toList());
        return new Refused(
                Refused.Code.NOT_FOUND, "there is no process or instance \"" + name + "\"; processes: " + known);
    }
}
