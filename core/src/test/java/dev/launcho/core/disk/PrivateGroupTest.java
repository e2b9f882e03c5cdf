package dev.launcho.core.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that a group may write to is trusted only if the group is a single user's. */
@Tag("attack")
class PrivateGroupTest {
    @TempDir
    Path etc;

    private boolean isPrivate(String passwd, String group) throws IOException {
        Files.writeString(etc.resolve("passwd"), "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/:/bin/sh\n" + passwd);
        Files.writeString(etc.resolve("group"), "root:x:0:\n" + group);
        return PrivateGroup.isOf("alice", "alice", etc);
    }

    @Test
    void isOf_theUsersOwnGroup_isTrue() throws IOException {
        assertThat(isPrivate("", "alice:x:1000:\n")).isTrue();
        assertThat(isPrivate("", "alice:x:1000:alice\n")).isTrue();
        assertThat(isPrivate("bob:x:1001:1001::/:/bin/sh\n", "alice:x:1000\nbob:x:1001:\n"))
                .isTrue();
    }

    @Test
    void isOf_aGroupWithOthers_isFalse() throws IOException {
        assertThat(isPrivate("", "alice:x:1000:mallory\n")).isFalse();
        assertThat(isPrivate("", "alice:x:1000:alice,mallory\n")).isFalse();
        assertThat(isPrivate("mallory:x:1001:1000::/:/bin/sh\n", "alice:x:1000:\n"))
                .isFalse();
        assertThat(PrivateGroup.isOf("alice", "staff", etc)).isFalse();
    }
}
