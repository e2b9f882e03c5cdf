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
import org.jspecify.annotations.Nullable;

/** The probe assignments: the prober probes each instance as its phase requires. The reconciler's thread only. */
final class ProbeAssignments {
    /** Interval of probes until the first success. */
    private static final Duration STARTING = Duration.ofMillis(250);

    private final Prober prober;
    private final Function<String, ProxyProtocol> header;
    private final Map<InstanceId, Watch> watches = new HashMap<>();

    /** @param header returns the PROXY header with which connections of a service begin now */
    ProbeAssignments(Prober prober, Function<String, ProxyProtocol> header) {
        this.prober = prober;
        this.header = header;
    }

    /** @param of spec from whose probe and policy the prober's probe is made */
    private record Watch(ProcessSpec of, Prober.Port port, Duration every) {
        /** Called at each turn, nearly always with the same spec. */
        boolean same(@Nullable Watch other) {
            return other != null
                    && every.equals(other.every)
                    && port.equals(other.port)
                    && (of == other.of || probe().equals(other.probe()));
        }

        Probe probe() {
            Probe p = of.probe();
            return p.kind() == Probe.Kind.ALIVE
                    ? new Probe(
                            p.kind(),
                            "",
                            "",
                            p.exec(),
                            p.interval(),
                            of.policy().minHealthy(),
                            p.failures(),
                            p.http())
                    : p;
        }
    }

    /** @param spec returns the spec of an instance's version, with its present probe timings */
    void follow(ProcessState state, Function<Instance, ProcessSpec> spec) {
        for (Instance i : state.instances()) {
            switch (i.phase()) {
                case STARTING -> watch(i, spec.apply(i), STARTING);
                case READY, UNREADY -> steady(i, spec.apply(i));
                case PREPARING, DRAINING, STOPPING, EXITED -> forget(i.id());
            }
        }
    }

    /** Probes a ready or unready instance. If being alive is enough, the report of its end replaces probes. */
    private void steady(Instance i, ProcessSpec spec) {
        if (spec.probe().kind() == Probe.Kind.ALIVE && i.phase() == Phase.READY) {
            forget(i.id());
        } else {
            watch(i, spec, spec.probe().interval());
        }
    }

    private void watch(Instance i, ProcessSpec spec, Duration every) {
        String service = spec.probe().service();
        int number = i.ports().getOrDefault(service, 0);
        Prober.Port port = new Prober.Port(
                number,
                number == 0 ? ProxyProtocol.NONE : header.apply(service),
                i.ports().values().stream().sorted().toList(),
                i.address());
        Watch wanted = new Watch(spec, port, every);
        if (!wanted.same(watches.put(i.id(), wanted))) {
            prober.watch(i.id(), wanted.probe(), port, every);
        }
    }

    void forget(InstanceId id) {
        if (watches.remove(id) != null) {
            prober.forget(id);
        }
    }
}
