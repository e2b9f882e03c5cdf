package dev.launcho.core.reconcile;

import dev.launcho.core.health.Prober;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.process.ProcessHost;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a prober has to ask a process host for. As thread-safe as the host. */
public record HostWitness(ProcessHost host) implements Prober.Witness {
    @Override
    public Optional<String> stranger(InstanceId id, int port) {
        return host.stranger(id, port);
    }

    @Override
    public boolean runningFor(InstanceId id, long millis) {
        return host.runningFor(id, millis);
    }

    @Override
    public int exec(InstanceId id, List<String> command, Duration timeout) throws IOException, InterruptedException {
        return host.exec(id, command, timeout);
    }
}
