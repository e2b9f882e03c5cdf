package dev.launcho.core.reconcile;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.health.Prober;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.KnownListener;
import dev.launcho.core.process.ProcessHost;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The view that a prober has of a process host. As thread-safe as the host. */
public record HostWitness(ProcessHost host) implements Prober.Witness {
    @Override
    public Optional<String> stranger(InstanceId id, String address, int port) {
        return host.stranger(id, address, port);
    }

    @Override
    public Optional<String> strangerNow(InstanceId id, String address, int port) {
        return host.strangerNow(id, address, port);
    }

    @Override
    public Optional<String> otherListener(InstanceId id, String address, int port) {
        return host.otherListener(id, address, port);
    }

    @Override
    public KnownListener knownListener(InstanceId id, String address, int port) {
        return host.knownListener(id, address, port);
    }

    @Override
    public boolean runningFor(InstanceId id, long millis) {
        return host.runningFor(id, millis);
    }

    @Override
    public int exec(InstanceId id, List<String> command, Duration timeout) throws IOException, InterruptedException {
        return host.exec(id, command, timeout);
    }

    @Override
    public Optional<CommandFault> fault(InstanceId id, List<String> command) {
        return host.fault(id, command);
    }
}
