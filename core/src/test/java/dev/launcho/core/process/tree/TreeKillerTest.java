package dev.launcho.core.process.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.kernel.ProcFs;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TreeKillerTest {
    /** As after a suspend, or when other programs had the processor: between any two steps more time passes than there is. */
    @Test
    void all_serverStandsStillMeanwhile_isKilledAllTheSame() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        AtomicLong now = new AtomicLong();
        try {
            TreeKiller.Members members = () ->
                    ProcFs.stat(process.pid()).filter(p -> !p.zombie()).stream().toList();

            assertThat(TreeKiller.all(InstanceGroup.NONE, members, () -> now.addAndGet(TimeUnit.HOURS.toNanos(1))))
                    .isZero();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
