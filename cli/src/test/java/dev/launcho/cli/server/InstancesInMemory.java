package dev.launcho.cli.server;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.health.Prober;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Limits;
import dev.launcho.core.model.Policy;
import dev.launcho.core.model.Probe;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.Version;
import dev.launcho.core.process.ProcessHost;
import dev.launcho.core.process.ResourceUsage;
import dev.launcho.core.process.SurvivingInstance;
import dev.launcho.core.reconcile.PortFactory;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.core.traffic.TrafficCounters;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** Instances without processes, which outlive the servers that use this. All are healthy; jobs end at once, others when they get a signal. */
final class InstancesInMemory implements PortFactory {
    /** Lines like {@code launch web} and {@code signal calm-otter-7}. */
    final Queue<String> diary = new ConcurrentLinkedQueue<>();

    private final Map<InstanceId, SurvivingInstance> running =
            new ConcurrentSkipListMap<>(Comparator.comparingLong(InstanceId::number));

    /** Takes the instances whose records lie in a home as running. */
    static InstancesInMemory recorded(Path instances) throws IOException {
        InstancesInMemory all = new InstancesInMemory();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(instances, "*.json")) {
            for (Path file : files) {
                SurvivingInstance one = survivor(JsonParser.object().from(Files.readString(file)));
                all.running.put(one.id(), one);
            }
        } catch (JsonParserException e) {
            throw new IOException(e);
        }
        return all;
    }

    private static SurvivingInstance survivor(JsonObject o) {
        Map<String, Integer> ports = new TreeMap<>();
        JsonObject leased = o.getObject("ports");
        leased.keySet().forEach(service -> ports.put(service, leased.getInt(service)));
        return new SurvivingInstance(
                new InstanceId(o.getString("instance")),
                o.getString("process"),
                new Version(o.getString("version")),
                o.getInt("slot"),
                o.getLong("pid"),
                ports,
                Optional.empty());
    }

    @Override
    public ProcessHost host(ProcessHost.Listener listener, String homeId) {
        return new Host(listener);
    }

    @Override
    public Prober prober(ProcessHost host, Prober.Listener listener) {
        return new Prober() {
            @Override
            public void watch(InstanceId id, Probe probe, Port port, Duration every) {
                listener.probed(id, true, ProbeResult.described("well"), "127.0.0.1");
            }

            @Override
            public void forget(InstanceId id) {}

            @Override
            public void close() {}
        };
    }

    @Override
    public LoadBalancer balancer(LoadBalancer.Listener listener) {
        return new Balancer(listener);
    }

    /** No instance has a connection, so that each is drained as soon as it is out of rotation. */
    private static final class Balancer implements LoadBalancer {
        private final Listener listener;
        private Set<InstanceId> active = Set.of();

        Balancer(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void apply(Routes routes) {
            Set<InstanceId> now = routes.services().stream()
                    .flatMap(service -> service.backends().stream())
                    .filter(backend -> backend.rotation() == Routes.Rotation.ACTIVE)
                    .map(Routes.Backend::instance)
                    .collect(Collectors.toSet());
            Set<InstanceId> out = new HashSet<>(active);
            out.removeAll(now);
            active = now;
            out.forEach(listener::drained);
            routes.services().forEach(service -> listener.listening(service.name()));
        }

        @Override
        public TrafficCounters counters() {
            return TrafficCounters.NONE;
        }

        @Override
        public void close() {}
    }

    private final class Host implements ProcessHost {
        private final Listener listener;

        Host(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void launch(Launch launch) {
            diary.add("launch " + launch.spec().name());
            running.put(
                    launch.id(),
                    new SurvivingInstance(
                            launch.id(),
                            launch.spec().name(),
                            launch.version(),
                            launch.slot(),
                            launch.id().number(),
                            Map.of(),
                            Optional.empty()));
            listener.launched(launch.id(), launch.id().number(), Map.of());
            if (launch.spec().policy().restart() != Policy.Restart.ALWAYS) {
                running.remove(launch.id());
                listener.exited(launch.id(), Exit.of(Exit.Stage.COMMAND, 0), false);
            }
        }

        @Override
        public List<SurvivingInstance> survivors() {
            return List.copyOf(running.values());
        }

        @Override
        public void adopt(Launch launch) {}

        @Override
        public void signal(InstanceId id, String signal) {
            diary.add("signal " + id.name());
            end(id);
        }

        @Override
        public void kill(InstanceId id) {
            diary.add("kill " + id.name());
            end(id);
        }

        private void end(InstanceId id) {
            if (running.remove(id) != null) {
                listener.exited(id, Exit.of(Exit.Stage.COMMAND, 143), true);
            }
        }

        @Override
        public void forget(InstanceId id) {}

        @Override
        public Optional<String> stranger(InstanceId id, String address, int port) {
            return Optional.empty();
        }

        @Override
        public List<Integer> listening(InstanceId id) {
            return List.of();
        }

        @Override
        public long commandPid(InstanceId id) {
            return Optional.ofNullable(running.get(id))
                    .map(SurvivingInstance::pid)
                    .orElse(0L);
        }

        @Override
        public boolean runningFor(InstanceId id, long millis) {
            return true;
        }

        @Override
        public int exec(InstanceId id, List<String> command, Duration timeout) {
            return 0;
        }

        @Override
        public ResourceUsage usage(InstanceId id) {
            return ResourceUsage.UNKNOWN;
        }

        @Override
        public List<String> unenforced(Limits limits) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
