package dev.launcho.core.health;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Probe;
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
            boolean ok = healthy.test(id);
            listener.probed(id, ok, ok ? "GET /: 200 OK" : "GET /: 503 Service Unavailable", "127.0.0.1");
        }
    }

    @Override
    public void close() {}
}
