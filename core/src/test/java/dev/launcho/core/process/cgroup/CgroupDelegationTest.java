package dev.launcho.core.process.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.process.kernel.CgroupFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rule that a group which hands on controllers has no processes of its own, held by the kernel of this machine. */
class CgroupDelegationTest {
    private final List<Process> processes = new ArrayList<>();
    private Path group = Path.of("/none");
    private Set<String> controllers = Set.of();

    @BeforeEach
    void make() throws IOException {
        Path own = CgroupMounts.present().stream()
                .filter(CgroupMounts.Hierarchy::unified)
                .findFirst()
                .map(CgroupMounts.Hierarchy::own)
                .orElse(Path.of("/none"));
        assumeThat(Files.isWritable(own.resolve("cgroup.procs")))
                .as("this user can make unified cgroups on this machine")
                .isTrue();
        Path fresh = Files.createDirectory(own.resolve("launcho-test-" + UUID.randomUUID()));
        group = fresh;
        controllers = Set.copyOf(CgroupFiles.words(group.resolve("cgroup.controllers")));
        assumeThat(controllers).as("controllers handed on to this user").isNotEmpty();
    }

    @AfterEach
    void remove() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        CgroupFactory.removeFolder(group.resolve(CgroupDelegation.LEAF));
        CgroupFactory.removeFolder(group);
    }

    @Test
    void place_aloneInItsGroup_movesIntoALeafAndHandsOnControllers() throws IOException {
        long self = member();
        CgroupDelegation.Place place = CgroupDelegation.place(group, self, controllers, false);

        assertThat(place).isEqualTo(new CgroupDelegation.Place(group, controllers));
        assertThat(CgroupFiles.pids(group.resolve(CgroupDelegation.LEAF))).containsExactly(self);
        assertThat(CgroupFiles.pids(group)).isEmpty();
    }

    @Test
    void place_inItsLeafAlready_staysThere() throws IOException {
        long self = member();
        CgroupDelegation.place(group, self, controllers, false);

        assertThat(CgroupDelegation.place(group.resolve(CgroupDelegation.LEAF), self, controllers, false))
                .isEqualTo(new CgroupDelegation.Place(group, controllers));
    }

    @Test
    void place_othersInItsGroup_goesWithoutControllers() throws IOException {
        long self = member();
        member();

        assertThat(CgroupDelegation.place(group, self, controllers, false))
                .isEqualTo(new CgroupDelegation.Place(group, Set.of()));
        assertThat(CgroupFiles.pids(group)).contains(self).hasSize(2);
        assertThat(group.resolve(CgroupDelegation.LEAF)).doesNotExist();
    }

    @Test
    void place_underSystemdWithoutItsMark_movesNothing() throws IOException {
        long self = member();

        assertThat(CgroupDelegation.place(group, self, controllers, true))
                .isEqualTo(new CgroupDelegation.Place(group, Set.of()));
        assertThat(CgroupFiles.pids(group)).containsExactly(self);
    }

    @Test
    void place_inASubgroupThatSystemdHasHandedOver_usesTheParent() throws IOException {
        assumeThat(marked()).as("setfattr can mark a cgroup").isTrue();
        Path leaf = Files.createDirectory(group.resolve(CgroupDelegation.LEAF));
        long self = member(leaf);

        assertThat(CgroupDelegation.place(leaf, self, controllers, true))
                .isEqualTo(new CgroupDelegation.Place(group, controllers));
    }

    private boolean marked() {
        try {
            Files.setAttribute(group, "user:delegate", new byte[] {'1'});
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private long member() throws IOException {
        return member(group);
    }

    private long member(Path of) throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        processes.add(process);
        CgroupFiles.write(of.resolve("cgroup.procs"), Long.toString(process.pid()));
        return process.pid();
    }
}
