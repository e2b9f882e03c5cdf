package dev.launcho.core.process.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
    private static final List<String> MOUNTINFO = List.of(
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "23 22 0:5 / /tmp rw,nosuid,noexec - tmpfs tmpfs rw",
            "24 23 0:6 / /tmp/build rw - tmpfs tmpfs rw",
            "25 22 0:7 / /a\\040b rw,noexec - tmpfs tmpfs rw",
            "26 25 0:8 / /a\\040b rw - tmpfs tmpfs rw");

    @Test
    void noexec_theNearestMountCounts() {
        assertThat(MountTable.noexec("/tmp/x/app", MOUNTINFO)).contains("/tmp");
        assertThat(MountTable.noexec("/tmp/build/app", MOUNTINFO)).isEmpty();
        assertThat(MountTable.noexec("/tmpfile", MOUNTINFO)).isEmpty();
        assertThat(MountTable.noexec("/a b/app", MOUNTINFO))
                .as("the last one on a place")
                .isEmpty();
        assertThat(MountTable.noexec("/a b/app", MOUNTINFO.subList(0, 4))).contains("/a b");
        assertThat(MountTable.noexec("", MOUNTINFO)).isEmpty();
    }
}
