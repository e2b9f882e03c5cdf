package dev.launcho.core.reconcile;

import dev.launcho.core.health.Prober;
import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Phase;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessState;
import dev.launcho.core.model.ProxyProtocol;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Keeps the prober asking each instance what its phase calls for. */
final class Watches {
    /** Until the first success. */
    private static final Duration STARTING = Duration.ofMillis(250);

    private final Prober prober;
    private final Function<String, ProxyProtocol> header;
    private final Map<InstanceId, Watch> watches = new HashMap<>();

    /** @param header what a service's connections begin with now */
    Watches(Prober prober, Function<String, ProxyProtocol> header) {
        this.prober = prober;
        this.header = header;
    }

    private record Watch(Probe probe, Prober.Port port, Duration every) {}

    /** @param spec what the instance was started from, with probe timings as they are now */
    void follow(ProcessState state, Function<Instance, ProcessSpec> spec) {
        for (Instance i : state.instances()) {
            switch (i.phase()) {
                case STARTING -> watch(i, spec.apply(i), STARTING);
                case READY, UNREADY -> steady(i, spec.apply(i));
                case PREPARING, DRAINING, STOPPING, EXITED -> forget(i.id());
            }
        }
    }

    /** Where being alive is all that is asked, the end of the process tells it better than any probe. */
    private void steady(Instance i, ProcessSpec spec) {
        if (spec.probe().kind() == Probe.Kind.ALIVE && i.phase() == Phase.READY) {
            forget(i.id());
        } else {
            watch(i, spec, spec.probe().interval());
        }
    }

    private void watch(Instance i, ProcessSpec spec, Duration every) {
        Probe probe = spec.probe();
        if (probe.kind() == Probe.Kind.ALIVE) {
            Duration alive = spec.policy().minHealthy();
            probe = new Probe(probe.kind(), "", "", probe.exec(), probe.interval(), alive, probe.failures());
        }
        String service = probe.service();
        Prober.Port port = i.ports().containsKey(service)
                ? new Prober.Port(i.ports().get(service), header.apply(service))
                : Prober.Port.NONE;
        Watch wanted = new Watch(probe, port, every);
        if (!wanted.equals(watches.put(i.id(), wanted))) {
            prober.watch(i.id(), probe, port, every);
        }
    }

    void forget(InstanceId id) {
        if (watches.remove(id) != null) {
            prober.forget(id);
        }
    }
}
