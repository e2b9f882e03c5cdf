package dev.launcho.core.process.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcSnapshotTest {
    @Test
    void use_ofTreeThatStartedLater_isUnknown() {
        List<ProcFs.Stat> none =
                new ProcSnapshot(List.of()).tree(ProcessHandle.current().pid(), Set.of());
        assertThat(ProcSnapshot.memory(none)).isNegative();
        assertThat(ProcSnapshot.cpuMicros(none)).isNegative();
    }

    @Test
    void use_ofThisProcess_isCounted() {
        List<ProcFs.Stat> own = new ProcSnapshot(ProcFs.all())
                .tree(-1, Set.of(ProcessHandle.current().pid()));
        assertThat(ProcSnapshot.memory(own)).isPositive();
        assertThat(ProcSnapshot.cpuMicros(own)).isPositive();
    }
}
