package dev.launcho.core.health;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProbeResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The answers to probes: the last {@value #EACH} of each of the last {@value #INSTANCES} instances. Thread-safe. */
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

    /** @param quoted returns a text of an answer as it is kept */
    public ProbeHistory(InstantSource wall, UnaryOperator<String> quoted) {
        this.wall = wall;
        this.quoted = quoted;
    }

    /**
     * One probe, or several in a row that were answered alike.
     *
     * @param at time of the last of them
     * @param micros duration of the last
     * @param times number of probes
     */
    public record Probed(Instant at, boolean healthy, ProbeResult answer, long micros, int times) {}

    /** Returns a listener that records each probe and passes everything on. */
    public Prober.Listener around(Prober.Listener listener) {
        return new Prober.Listener() {
            @Override
            public void probed(InstanceId id, boolean healthy, ProbeResult answer, String address) {
                listener.probed(id, healthy, answer, address);
            }

            @Override
            public void unasked(InstanceId id, ProbeResult cause) {
                listener.unasked(id, cause);
            }

            @Override
            public void asked(InstanceId id, boolean healthy, ProbeResult answer, long micros) {
                add(id, healthy, answer.saying(quoted), micros);
                listener.asked(id, healthy, answer, micros);
            }
        };
    }

    private synchronized void add(InstanceId id, boolean healthy, ProbeResult answer, long micros) {
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

    /** Returns the recorded probes of an instance, the oldest first. */
    public synchronized List<Probed> of(InstanceId id) {
        return List.copyOf(answers.getOrDefault(id, new ArrayDeque<>()));
    }
}
