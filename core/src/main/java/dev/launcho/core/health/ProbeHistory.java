package dev.launcho.core.health;

import dev.launcho.core.model.InstanceId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What probes were answered: the last {@value #EACH} of each of the last {@value #INSTANCES} instances. Thread-safe. */
public final class ProbeHistory {
    private static final int EACH = 20;
    private static final int INSTANCES = 500;

    private final InstantSource wall;
    private final UnaryOperator<String> quoted;
    private final Map<InstanceId, Deque<Probed>> answers = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InstanceId, Deque<Probed>> eldest) {
            return size() > INSTANCES;
        }
    };

    public ProbeHistory(InstantSource wall) {
        this(wall, answer -> answer);
    }

    /** @param quoted what is to be kept of an answer */
    public ProbeHistory(InstantSource wall, UnaryOperator<String> quoted) {
        this.wall = wall;
        this.quoted = quoted;
    }

    /**
     * One probe, or several in a row that were answered alike.
     *
     * @param at of the last of them
     * @param micros that the last took
     * @param times how many
     */
    public record Probed(Instant at, boolean healthy, String answer, long micros, int times) {}

    /** Listens in. */
    public Prober.Listener around(Prober.Listener listener) {
        return new Prober.Listener() {
            @Override
            public void probed(InstanceId id, boolean healthy, String answer, String address) {
                listener.probed(id, healthy, answer, address);
            }

            @Override
            public void asked(InstanceId id, boolean healthy, String answer, long micros) {
                add(id, healthy, quoted.apply(answer), micros);
                listener.asked(id, healthy, answer, micros);
            }
        };
    }

    private synchronized void add(InstanceId id, boolean healthy, String answer, long micros) {
        Deque<Probed> all = answers.computeIfAbsent(id, i -> new ArrayDeque<>());
        Probed last = all.peekLast();
        boolean alike =
                last != null && last.healthy() == healthy && last.answer().equals(answer);
        if (alike) {
            all.removeLast();
        }
        all.addLast(new Probed(wall.instant(), healthy, answer, micros, alike ? last.times() + 1 : 1));
        if (all.size() > EACH) {
            all.removeFirst();
        }
    }

    /** Oldest first. */
    public synchronized List<Probed> of(InstanceId id) {
        return List.copyOf(answers.getOrDefault(id, new ArrayDeque<>()));
    }
}
