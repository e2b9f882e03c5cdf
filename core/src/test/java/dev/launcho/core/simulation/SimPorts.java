package dev.launcho.core.simulation;

import dev.launcho.core.health.Prober;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.reconcile.PortFactory;
import dev.launcho.core.spec.TargetReading;
import dev.launcho.core.traffic.LoadBalancer;
import java.util.Optional;

/** What the server reaches out to in one of its lives. One thread. */
final class SimPorts implements PortFactory {
    private final Universe universe;
    private final Life life;
    private Optional<SimHost> host = Optional.empty();
    private Optional<SimProber> prober = Optional.empty();
    private Optional<SimBalancer> balancer = Optional.empty();

    SimPorts(Universe universe, Life life) {
        this.universe = universe;
        this.life = life;
    }

    @Override
    public ProcessHost host(ProcessHost.Listener listener, String homeId) {
        SimHost made = new SimHost(universe, life, listener);
        host = Optional.of(made);
        return made;
    }

    @Override
    public Prober prober(ProcessHost of, Prober.Listener listener) {
        SimProber made = new SimProber(universe, life, listener);
        prober = Optional.of(made);
        return made;
    }

    @Override
    public LoadBalancer balancer(LoadBalancer.Listener listener) {
        SimBalancer made = new SimBalancer(universe, life, listener);
        balancer = Optional.of(made);
        return made;
    }

    @Override
    public TargetReading read(String file, String text) {
        return Targets.read(text);
    }

    SimHost host() {
        return host.orElseThrow();
    }

    SimProber prober() {
        return prober.orElseThrow();
    }

    SimBalancer balancer() {
        return balancer.orElseThrow();
    }
}
