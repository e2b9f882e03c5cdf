package dev.launcho.cli.server.metrics;

import dev.launcho.core.admin.StatusView;
import dev.launcho.core.event.Event;
import dev.launcho.core.event.EventKind;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The counts of restarts of each process by their cause, since the server's start, from the events. An instance that ended by
 * itself, or is sick, has been restarted once its process is launched again, as the next attempt of a slot: the first attempt
 * of a slot is a rollout's, or follows an end that no server saw. Keeps nothing of processes that are gone. Any thread; never
 * blocks.
 */
public final class RestartCounts implements MetricSource {
    /** Bounds what is remembered of one process. */
    private static final int MOST_WAITING = 256;

    private final Map<String, Count> counts = new HashMap<>();

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
        /** The instances whose restart is to come, the oldest first. */
        final Map<InstanceId, Cause> waiting = new LinkedHashMap<>();

        /** Sick instances that have been replaced already, and have not ended. */
        final Set<InstanceId> replaced = new LinkedHashSet<>();

        /** Ends that no server saw, whose restart is to come. */
        int unseen;

        void await(InstanceId instance, Cause cause) {
            waiting.put(instance, cause);
            bound(waiting.keySet());
        }

        private static void bound(Set<InstanceId> some) {
            if (some.size() > MOST_WAITING) {
                some.remove(some.iterator().next());
            }
        }

        /**
         * Counts a launch. A slot's first attempt restarts nothing but what no server saw: then the oldest is forgotten, since a
         * rollout has replaced it. Another attempt most likely restarts the latest.
         *
         * @param again whether it is another attempt of its slot, and not the first one
         */
        void launched(boolean again) {
            if (unseen > 0 && (!again || waiting.isEmpty())) {
                unseen--;
                add(Cause.UNSEEN);
                return;
            }
            InstanceId gone = null;
            for (InstanceId each : waiting.keySet()) {
                gone = each;
                if (!again) {
                    break;
                }
            }
            if (gone == null) {
                return;
            }
            Cause cause = waiting.remove(gone);
            if (again && cause != null) {
                add(cause);
                if (cause == Cause.UNHEALTHY) {
                    replaced.add(gone);
                    bound(replaced);
                }
            }
        }

        private void add(Cause cause) {
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
            of(process).launched(fact.attempt() > 1);
            return true;
        }

        @Override
        public Boolean instanceEnded(EventKind.InstanceEnded fact) {
            Count count = of(process);
            boolean replaced = count.replaced.remove(fact.instance());
            switch (fact.circumstance()) {
                case BY_ITSELF -> {
                    if (!replaced) {
                        count.await(fact.instance(), Cause.of(fact));
                    }
                }
                case UNSEEN -> count.unseen = Math.min(count.unseen + 1, MOST_WAITING);
                // A sick one that was asked to end may be launched again only then.
                case ASKED, AT_START -> {}
            }
            return true;
        }

        @Override
        public Boolean unhealthy(EventKind.Unhealthy fact) {
            of(process).await(fact.instance(), Cause.UNHEALTHY);
            return true;
        }

        @Override
        public Boolean healthyAgain(EventKind.HealthyAgain fact) {
            of(process).waiting.remove(fact.instance());
            return true;
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
