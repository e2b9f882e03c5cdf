package dev.launcho.core.admin;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.logs.BadPattern;
import dev.launcho.core.logs.LogBudget;
import dev.launcho.core.logs.LogMask;
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
import java.util.function.Supplier;

/** The logs by the names of processes and instances. Thread-safe. */
public final class LogSources {
    private final LogSpool spool;

    public LogSources(LogSpool spool) {
        this.spool = spool;
    }

    LogSpool spool() {
        return spool;
    }

    /**
     * The logs that a user asks for.
     *
     * @param names instances (a unique prefix will do), or processes for all of their instances
     * @param previous whether to read an earlier log: of a process, that of its last ended instance; of an instance, that of
     *     the instance before it
     */
    public record Selection(List<String> names, boolean previous) {
        public Selection {
            names = List.copyOf(names);
        }
    }

    /**
     * Opens the logs of a selection; the caller closes the result.
     *
     * @param processes names of the known processes
     * @param running whether an instance may still write
     * @param masks remove the values of secrets
     * @param budget the logs that may be open
     */
    LogMerge open(
            Selection what,
            LogQuery query,
            Collection<String> processes,
            Predicate<InstanceId> running,
            Supplier<LogMask> masks,
            LogBudget budget)
            throws RequestRefused {
        List<String> whole = new ArrayList<>();
        List<LogSpool.Entry> single = new ArrayList<>();
        for (String name : what.names()) {
            Optional<LogSpool.Entry> one = processes.contains(name) ? Optional.empty() : spool.find(name);
            List<LogSpool.Entry> all = one.map(List::of).orElseGet(() -> spool.of(name));
            if (all.isEmpty()) {
                throw notFound(name, processes, running);
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
            LogMerge merge = new LogMerge(spool, whole, single, query, running, masks, budget);
            if (merge.size() >= LogMerge.MOST && merge.size() < wanted(whole, single)) {
                merge.close();
                throw new RequestRefused(
                        RequestRefused.Code.INVALID,
                        "the names match more than " + LogMerge.MOST + " logs; name some of the instances instead");
            }
            return merge;
        } catch (RequestRefused tooMany) {
            throw tooMany;
        } catch (BadPattern e) {
            throw new RequestRefused(RequestRefused.Code.INVALID, e.getMessage());
        } catch (LogBudget.Spent e) {
            throw busy();
        } catch (IOException e) {
            throw new RequestRefused(
                    RequestRefused.Code.FAILED,
                    "the log of " + String.join(", ", what.names()) + " can't be read: " + FileFailure.words(e));
        }
    }

    /** Returns the refusal where {@link LogBudget} has no place. */
    public static RequestRefused busy() {
        return new RequestRefused(
                RequestRefused.Code.BUSY,
                "clients with the read-only token read too many logs at this moment; end one that follows logs, name fewer"
                        + " processes or one instance, or try again later");
    }

    private int wanted(List<String> whole, List<LogSpool.Entry> single) {
        return single.size() + whole.stream().mapToInt(p -> spool.of(p).size()).sum();
    }

    private LogSpool.Entry previous(String name, Optional<LogSpool.Entry> one, Predicate<InstanceId> running)
            throws RequestRefused {
        List<LogSpool.Entry> all = spool.of(one.map(LogSpool.Entry::process).orElse(name));
        List<LogSpool.Entry> past = one.isPresent()
                ? all.subList(0, Math.max(0, all.indexOf(one.get())))
                : all.stream().filter(e -> !running.test(e.instance())).toList();
        if (past.isEmpty()) {
            throw new RequestRefused(
                    RequestRefused.Code.NOT_FOUND,
                    one.isPresent()
                            ? "there is no log of an instance before " + name
                            : "no instance of " + name + " has ended yet, or its log is gone");
        }
        return past.get(past.size() - 1);
    }

    private RequestRefused notFound(String name, Collection<String> processes, Predicate<InstanceId> running) {
        Optional<LogSpool.Entry> removed = spool.removed().stream()
                .filter(e -> running.test(e.instance()))
                .filter(e -> e.process().equals(name) || e.instance().name().equals(name))
                .findFirst();
        if (removed.isPresent()) {
            return new RequestRefused(
                    RequestRefused.Code.NOT_FOUND, removed.get().instance() + ": " + LogSpool.REMOVED);
        }
        List<String> similar = spool.all().stream()
                .map(e -> e.instance().name())
                .filter(n -> n.startsWith(name))
                .sorted()
                .toList();
        if (similar.size() > 1) {
            return new RequestRefused(
                    RequestRefused.Code.NOT_FOUND,
                    "more than one instance begins with \"" + name + "\": " + String.join(", ", similar));
        }
        if (processes.contains(name)) {
            return new RequestRefused(
                    RequestRefused.Code.NOT_FOUND, name + " has no log yet: none of its instances was launched");
        }
        String known = processes.isEmpty()
                ? "none"
                : String.join(", ", processes.stream().distinct().sorted().toList());
        return new RequestRefused(
                RequestRefused.Code.NOT_FOUND, "there is no process or instance \"" + name + "\"; processes: " + known);
    }
}
