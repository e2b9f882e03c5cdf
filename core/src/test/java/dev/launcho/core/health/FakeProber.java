package dev.launcho.core.health;

import dev.launcho.core.failure.ProbeFinding;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeQuestion;
import dev.launcho.core.model.ProbeResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Answers for instances whenever a test asks it to. One thread. */
public final class FakeProber implements Prober {
    public final Map<InstanceId, Watch> watches = new LinkedHashMap<>();

    /** Who is healthy. */
    public Predicate<InstanceId> healthy = id -> true;

    /** Whose port another program has. */
    public Predicate<InstanceId> taken = id -> false;

    private final Listener listener;

    /** As it was asked for. */
    public record Watch(Probe probe, Port port, Duration every) {}

    public FakeProber(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void watch(InstanceId id, Probe probe, Port port, Duration every) {
        watches.put(id, new Watch(probe, port, every));
    }

    @Override
    public void forget(InstanceId id) {
        watches.remove(id);
    }

    /** One probe of each that is watched. */
    public void round() {
        for (InstanceId id : List.copyOf(watches.keySet())) {
            if (taken.test(id)) {
                int port = watches.get(id).port().number();
                listener.probed(
                        id, false, ProbeResult.of(new ProbeFinding.Stranger(port, "PID 4711 (node)", "127.0.0.1")), "");
                continue;
            }
            boolean ok = healthy.test(id);
            ProbeFinding finding =
                    ok ? new ProbeFinding.Answered(200, "OK") : new ProbeFinding.Answered(503, "Service Unavailable");
            ProbeQuestion question =
                    ProbeQuestion.http("/", "127.0.0.1", watches.get(id).port().number());
            listener.probed(id, ok, new ProbeResult(question, finding), "127.0.0.1");
        }
    }

    @Override
    public void close() {}
}
