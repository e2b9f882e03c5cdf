package dev.launcho.core.admin;

import dev.launcho.core.logs.BadPattern;
import dev.launcho.core.logs.LogMerge;
import dev.launcho.core.logs.LogQuery;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.util.ArrayList;
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

    LogSpool spool() {
        return spool;
    }

    /**
     * What is to be read.
     *
     * @param names instances (a prefix that only one has will do), or processes for all of their instances
     * @param previous instead of what runs: of a process the last that has ended, of an instance the one before it
     */
    public record Selection(List<String> names, boolean previous) {
        public Selection {
            names = List.copyOf(names);
        }
    }

    /**
     * @param processes names known
     * @param running whether an instance may still write
     */
    LogMerge open(Selection what, LogQuery query, Collection<String> processes, Predicate<InstanceId> running)
            throws Refused {
        List<String> whole = new ArrayList<>();
        List<LogSpool.Entry> single = new ArrayList<>();
        for (String name : what.names()) {
            Optional<LogSpool.Entry> one = processes.contains(name) ? Optional.empty() : spool.find(name);
            List<LogSpool.Entry> all = one.map(List::of).orElseGet(() -> spool.of(name));
            if (all.isEmpty()) {
                throw notFound(name, processes);
            }
            if (what.previous()) {
                single.add(previous(name, one, running));
            } else if (one.isPresent()) {
                single.add(one.get());
            } else {
                whole.add(name);
            }
        }
        try {
            LogMerge merge = new LogMerge(spool, whole, single, query, running);
            if (merge.size() >= LogMerge.MOST && merge.size() < wanted(whole, single)) {
                merge.close();
                throw new Refused(
                        Refused.Code.INVALID,
                        "these are more than " + LogMerge.MOST + " logs; name some of the instances instead");
            }
            return merge;
        } catch (BadPattern e) {
            throw new Refused(Refused.Code.INVALID, e.getMessage());
        } catch (IOException e) {
            throw new Refused(
                    Refused.Code.FAILED,
                    "the log of " + String.join(", ", what.names()) + " can't be read: " + e.getMessage());
        }
    }

    private int wanted(List<String> whole, List<LogSpool.Entry> single) {
        return single.size() + whole.stream().mapToInt(p -> spool.of(p).size()).sum();
    }

    private LogSpool.Entry previous(String name, Optional<LogSpool.Entry> one, Predicate<InstanceId> running)
            throws Refused {
        List<LogSpool.Entry> all = spool.of(one.map(LogSpool.Entry::process).orElse(name));
        List<LogSpool.Entry> past = one.isPresent()
                ? all.subList(0, all.indexOf(one.get()))
                : all.stream().filter(e -> !running.test(e.instance())).toList();
        if (past.isEmpty()) {
            throw new Refused(
                    Refused.Code.NOT_FOUND,
                    one.isPresent()
                            ? "there is no log of an instance before " + name
                            : "no instance of " + name + " has ended yet, or its log is gone");
        }
        return past.get(past.size() - 1);
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
