package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ResolvedProcess;
import dev.launcho.core.model.Specs;
import dev.launcho.core.model.Version;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.ProcessTable;
import dev.launcho.core.process.system.TreeIdentity;
import dev.launcho.core.process.system.UserAccount;
import dev.launcho.core.process.tree.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When signals are sent: senders that stand still, as on a slow disk, and a clock of the test's. */
class InstanceSignalsTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    Path dir;

    private final Queue<Runnable> held = new ArrayDeque<>();
    private final List<Long> delays = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private long now = 1000;
    private InstanceSignals signals;
    private LocalInstance instance;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sh", "-c", "trap : TERM; echo up; while :; do sleep 0.02; done").start();
        assertThat(process.inputReader().readLine()).isEqualTo("up");
        long ticks = ProcFs.stat(process.pid()).orElseThrow().startTicks();
        TreeIdentity identity = new TreeIdentity("home/calm-otter-1/none", UserAccount.own(), false);
        instance = new LocalInstance(new ProcessHost.Launch(
                new InstanceId("calm-otter-1"),
                new Version("v1"),
                0,
                new ResolvedProcess(Specs.of("app", "sh")),
                dir.resolve("log")));
        instance.started(
                new ProcessTree(new ProcessTable(), process.pid(), ticks, identity, new InstanceGroup(List.of())));
        signals = new InstanceSignals(new InstanceRecords(dir, warning -> {}), held::add, () -> now, (nanos, task) -> {
            delays.add(nanos);
            later.add(task);
        });
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private void kills(Queue<Runnable> tasks) throws InterruptedException {
        assertThat(instance.killed).isFalse();
        assertThat(process.isAlive()).isTrue();
        tasks.remove().run();
        assertThat(instance.killed).isTrue();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(137);
    }

    @Test
    void kill_stopSignalIsSentLate_waitsForTheWholeGraceFromThenOn() throws Exception {
        signals.stop(instance, "TERM");
        Runnable stop = held.remove();
        for (int again = 10; again < 15; again++) {
            now = 1000 + again * SECOND;
            signals.kill(instance);
        }
        assertThat(held).as("while the stop signal is not sent").isEmpty();

        stop.run();
        assertThat(delays).containsExactly(10 * SECOND);
        now += SECOND;
        signals.kill(instance);
        assertThat(held).as("within the grace").isEmpty();

        kills(later);
        now += 9 * SECOND;
        signals.kill(instance);
        assertThat(held).as("once more, after the grace").hasSize(1);
    }

    @Test
    void kill_instanceEndsWithinTheGrace_leavesNoTrace() {
        signals.stop(instance, "TERM");
        Runnable stop = held.remove();
        now += 10 * SECOND;
        signals.kill(instance);
        stop.run();
        assertThat(dir.resolve("calm-otter-1.asked").toFile().delete()).isTrue();
        assertThat(instance.ends()).isTrue();
        later.remove().run();

        assertThat(instance.killed).isFalse();
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void kill_stopSignalWasSentAtOnce_comesWithIt() throws Exception {
        signals.stop(instance, "TERM");
        held.remove().run();
        now += 10 * SECOND;
        signals.kill(instance);

        assertThat(delays).isEmpty();
        kills(held);
    }

    @Test
    void kill_nobodyAskedForAStop_comesAtOnce() throws Exception {
        signals.kill(instance);

        assertThat(delays).isEmpty();
        kills(held);
    }
}
