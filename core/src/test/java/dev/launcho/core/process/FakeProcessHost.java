package dev.launcho.core.process;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Limits;
import dev.launcho.core.model.ProcessSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A host whose instances run in memory, and end when a test says so. What happens is told at once. One thread. */
public final class FakeProcessHost implements ProcessHost {
    /** Those that are up, oldest first. */
    public final Map<InstanceId, Launch> running = new LinkedHashMap<>();

    /** Every launch there was. */
    public final List<Launch> launches = new ArrayList<>();

    public final List<InstanceId> forgotten = new ArrayList<>();

    /** Which exit with 1 as soon as they are up. */
    public Predicate<Launch> broken = launch -> false;

    /** Which take no notice of a signal. */
    public Predicate<Launch> deaf = launch -> false;

    /** Whose command runs; that of the others waits for {@code before}. */
    public Predicate<InstanceId> commandRuns = id -> true;

    public List<String> unenforced = List.of();
    /** The requirements of a process that the machine can't meet. */
    public Function<ProcessSpec, List<Shortfall>> lacks = spec -> List.of();

    public List<SurvivingInstance> survivors = List.of();
    private final Listener listener;
    private final Consumer<String> diary;
    private int port = 7_000;

    /** @param diary is told {@code launch ID}, {@code signal ID TERM}, {@code kill ID} */
    public FakeProcessHost(Listener listener, Consumer<String> diary) {
        this.listener = listener;
        this.diary = diary;
    }

    @Override
    public void launch(Launch launch) {
        diary.accept("launch " + launch.id());
        launches.add(launch);
        running.put(launch.id(), launch);
        Map<String, Integer> ports = new LinkedHashMap<>();
        launch.spec().receives().forEach(service -> ports.put(service, port++));
        listener.launched(launch.id(), launches.size(), ports);
        if (broken.test(launch)) {
            exit(launch.id(), 1);
        }
    }

    @Override
    public List<SurvivingInstance> survivors() {
        return survivors;
    }

    @Override
    public void adopt(Launch launch) {
        diary.accept("adopt " + launch.id());
        running.put(launch.id(), launch);
    }

    @Override
    public void signal(InstanceId id, String signal) {
        diary.accept("signal " + id + " " + signal);
        Launch launch = running.get(id);
        if (launch != null && !deaf.test(launch)) {
            exit(id, Exit.of(Exit.Stage.COMMAND, 143), true);
        }
    }

    @Override
    public void kill(InstanceId id) {
        diary.accept("kill " + id);
        exit(id, Exit.of(Exit.Stage.COMMAND, 137), true);
    }

    @Override
    public ResourceUsage usage(InstanceId id) {
        return ResourceUsage.UNKNOWN;
    }

    @Override
    public List<Shortfall> shortfalls(ProcessSpec spec) {
        return lacks.apply(spec);
    }

    @Override
    public List<String> unenforced(Limits limits) {
        return unenforced;
    }

    /** It ends, by itself or not. */
    public void exit(InstanceId id, int status) {
        exit(id, Exit.of(Exit.Stage.COMMAND, status));
    }

    public void exit(InstanceId id, Exit how) {
        exit(id, how, false);
    }

    private void exit(InstanceId id, Exit how, boolean asked) {
        if (running.remove(id) != null) {
            listener.exited(id, how, asked);
        }
    }

    @Override
    public void forget(InstanceId id) {
        forgotten.add(id);
    }

    @Override
    public Optional<String> stranger(InstanceId id, String address, int atPort) {
        return Optional.empty();
    }

    @Override
    public List<Integer> listening(InstanceId id) {
        return List.of(3_000);
    }

    @Override
    public long commandPid(InstanceId id) {
        return 0;
    }

    @Override
    public boolean runningFor(InstanceId id, long millis) {
        return commandRuns.test(id);
    }

    @Override
    public int exec(InstanceId id, List<String> command, Duration timeout) {
        return 0;
    }

    @Override
    public void close() {}
}
