package dev.launcho.cli.server;

import dev.launcho.core.admin.LogSources;
import dev.launcho.core.admin.ServerOperations;
import dev.launcho.core.admin.SilentBackends;
import dev.launcho.core.health.ProbeHistory;
import dev.launcho.core.logs.LogSpool;
import dev.launcho.core.memory.TextFile;
import dev.launcho.core.reconcile.ReconcilerControl;
import dev.launcho.core.reconcile.ReconcilerDependencies;
import dev.launcho.core.store.EventLog;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.ResourceStore;
import dev.launcho.core.store.SecretStore;
import dev.launcho.core.store.StoreFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A server on the files of a home, without processes and sockets. Closed, it leaves its instances running. */
final class HomeServer implements AutoCloseable {
    final ServerOperations operations;
    private final ReconcilerControl control;

    HomeServer(HomeDirectory home, InstancesInMemory instances, Map<String, String> environment) throws Exception {
        StoreFactory.prepare(home);
        ServerSettings settings = ServerSettings.load(home, Optional.empty(), environment);
        EventLog events = EventLog.open(home.events());
        SecretStore secrets =
                SecretStore.of(home.extraSecrets(), settings.seal(), settings.configured(), settings.extra());
        secrets.takeOver();
        ResourceStore resources = new ResourceStore(home.storage());
        LogSpool logs = new LogSpool(home.logs(), secrets.redaction()::of);
        control = new ReconcilerControl(
                new ReconcilerDependencies(
                        StoreFactory.files(home, settings.seal(), warning -> {}),
                        secrets,
                        id -> resources.find(id).isPresent(),
                        events,
                        logs,
                        new TargetFile(home),
                        event -> {}),
                instances);
        control.start();
        operations = new ServerOperations(
                control,
                resources,
                events,
                new LogSources(logs),
                new ProbeHistory(InstantSource.system()),
                new SilentBackends(),
                "0.2.0",
                "",
                leave -> {});
    }

    private record TargetFile(HomeDirectory home) implements TextFile {
        @Override
        public Optional<String> read() throws IOException {
            return Files.exists(home.target()) ? Optional.of(Files.readString(home.target())) : Optional.empty();
        }

        @Override
        public void write(String text) throws IOException {
            Files.writeString(home.target(), text);
        }
    }

    @Override
    public void close() {
        control.close();
    }
}
