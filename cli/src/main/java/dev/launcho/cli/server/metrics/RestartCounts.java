package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The counts of restarts of each process by their cause, since the server's start, from the events. An instance that ended by
 * itself has been restarted once the next one of its process is launched; a sick one has been replaced once it ends. The
 * instances that a rollout replaces are no restarts. Keeps nothing of processes that are gone. Any thread; never blocks.
 */
public final class RestartCounts implements MetricSource {
    /** Bounds what waits for its restart, of one process. */
    private static final int MOST_WAITING = 256;

    /** Bounds the instances that are remembered as sick. */
    private static final int MOST_SICK = 1_024;

    private final Map<String, Count> counts = new HashMap<>();
    private final Set<InstanceId> sick = new LinkedHashSet<>();

    /** The cause of a restart. */
    enum Cause {
        /** The command ended with success. */
        COMPLETED,
        /** The command ended with another status, or by a signal. */
        FAILED,
        OUT_OF_MEMORY,
        /** The {@code before} script failed. */
        BEFORE,
        /** It could not be launched. */
        LAUNCH,
        /** It failed its health checks. */
        UNHEALTHY,
        /** No server saw its end. */
        UNSEEN;

        static Cause of(EventKind.InstanceEnded end) {
            if (end.circumstance() == EventKind.InstanceEnded.Circumstance.UNSEEN) {
                return UNSEEN;
            }
            Exit exit = end.exit();
            if (exit.memory().isPresent()) {
                return OUT_OF_MEMORY;
            }
            return switch (exit.stage()) {
                case LAUNCH -> LAUNCH;
                case BEFORE -> BEFORE;
                case COMMAND -> exit.success() ? COMPLETED : FAILED;
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final class Count {
        final Map<Cause, Long> restarts = new EnumMap<>(Cause.class);
        final Deque<Cause> waiting = new ArrayDeque<>();

        void add(Cause cause) {
            restarts.merge(cause, 1L, Long::sum);
        }
    }

    /** Takes note of an event. */
    public synchronized void accept(Event event) {
        event.kind().accept(new Reader(event.subject()));
    }

    @Override
    public void collect(StatusView view, MetricFamilies into) {
        Set<String> there =
                view.processes().stream().map(StatusView.Process::name).collect(Collectors.toSet());
        seen(there).forEach((process, restarts) -> {
            for (Cause cause : Cause.values()) {
                into.counter(
                        "process_restarts",
                        "Restarts since the server's start, by the end of the instance before; those of a rollout are none.",
                        MetricFamilies.labels("process", process, "cause", cause.word()),
                        restarts.getOrDefault(cause, 0L));
            }
        });
    }

    /** Copies the counts, so that an event never waits for a scrape. */
    private synchronized Map<String, Map<Cause, Long>> seen(Set<String> processes) {
        keepOnly(processes);
        Map<String, Map<Cause, Long>> seen = new HashMap<>();
        for (String process : processes) {
            Count count = counts.get(process);
            seen.put(process, count == null ? Map.of() : Map.copyOf(count.restarts));
        }
        return seen;
    }

    /** Forgets all other processes. */
    public synchronized void keepOnly(Set<String> processes) {
        counts.keySet().retainAll(processes);
    }

    private Count of(String process) {
        return counts.computeIfAbsent(process, name -> new Count());
    }

    /** Reads one event, whose subject is a process if it is of a kind that counts here. */
    private final class Reader implements EventKind.Visitor<Boolean> {
        private final String process;

        Reader(String process) {
            this.process = process;
        }

        @Override
        public Boolean launching(EventKind.Launching fact) {
            Cause cause = of(process).waiting.poll();
            if (cause != null) {
                of(process).add(cause);
            }
            return true;
        }

        @Override
        public Boolean instanceEnded(EventKind.InstanceEnded fact) {
            boolean wasSick = sick.remove(fact.instance());
            switch (fact.circumstance()) {
                case BY_ITSELF, UNSEEN -> {
                    Deque<Cause> waiting = of(process).waiting;
                    waiting.add(Cause.of(fact));
                    if (waiting.size() > MOST_WAITING) {
                        waiting.poll();
                    }
                }
                case ASKED -> {
                    if (wasSick) {
                        of(process).add(Cause.UNHEALTHY);
                    }
                }
                case AT_START -> {}
            }
            return true;
        }

        @Override
        public Boolean unhealthy(EventKind.Unhealthy fact) {
            sick.add(fact.instance());
            if (sick.size() > MOST_SICK) {
                sick.remove(sick.iterator().next());
            }
            return true;
        }

        @Override
        public Boolean healthyAgain(EventKind.HealthyAgain fact) {
            return sick.remove(fact.instance());
        }

        @Override
        public Boolean wentLive(EventKind.WentLive fact) {
            return false;
        }

        @Override
        public Boolean other() {
            return false;
        }

        @Override
        public Boolean recorded(EventKind.Recorded fact) {
            return false;
        }

        @Override
        public Boolean ready(EventKind.Ready fact) {
            return false;
        }

        @Override
        public Boolean draining(EventKind.Draining fact) {
            return false;
        }

        @Override
        public Boolean stopping(EventKind.Stopping fact) {
            return false;
        }

        @Override
        public Boolean killed(EventKind.Killed fact) {
            return false;
        }

        @Override
        public Boolean adopted(EventKind.Adopted fact) {
            return false;
        }

        @Override
        public Boolean givenUp(EventKind.GivenUp fact) {
            return false;
        }

        @Override
        public Boolean rolloutControlled(EventKind.RolloutControlled fact) {
            return false;
        }

        @Override
        public Boolean ejected(EventKind.Ejected fact) {
            return false;
        }

        @Override
        public Boolean readmitted(EventKind.Readmitted fact) {
            return false;
        }

        @Override
        public Boolean serviceListening(EventKind.ServiceListening fact) {
            return false;
        }

        @Override
        public Boolean serviceMoved(EventKind.ServiceMoved fact) {
            return false;
        }

        @Override
        public Boolean server(ServerEvent fact) {
            return false;
        }
    }
}
