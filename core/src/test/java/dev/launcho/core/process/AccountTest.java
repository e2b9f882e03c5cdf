package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Specs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {
    @TempDir
    Path dir;

    @Test
    void of_none_isTheServersOwn() throws IOException {
        Account self = Account.of("", "");

        assertThat(self.uid()).isEqualTo(Account.SAME);
        assertThat(self.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(self.home()).isNotEmpty();
    }

    @Test
    void of_unknown_saysWhich() {
        assertThatThrownBy(() -> Account.of("no-such-user", ""))
                .isInstanceOf(IOException.class)
                .hasMessage("uid: there is no account \"no-such-user\" on this machine");
        assumeRoot();
        assertThatThrownBy(() -> Account.of("nobody", "no-such-group"))
                .hasMessage("gid: there is no group \"no-such-group\" on this machine");
    }

    @Test
    void of_nameAndNumber_areTheSame() throws IOException {
        assumeRoot();
        assertThat(Account.of("nobody", "")).isEqualTo(Account.of("65534", ""));
        assertThat(Account.of("nobody", "daemon").gid()).isEqualTo("1");
    }

    @Test
    void of_otherUserWithoutRoot_isRefused() {
        assumeThat(uid()).isNotEqualTo(0);
        assertThatThrownBy(() -> Account.of("0", "")).hasMessageContaining("does not run as root");
    }

    @Test
    void launch_asAnotherUser_allOfItIsThatUsers() throws Exception {
        assumeRoot();
        Folders.make(dir, "rwx--x--x");
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            String tell = "id -u; id -g; id -G; echo $USER $HOME; touch here; echo told >> /dev/stderr";
            InstanceId id = host.launch(Specs.user(Specs.before(sh(tell), tell), "nobody", "daemon"));

            assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 0));
            List<String> lines = host.log(id).lines().toList();
            assertThat(lines.subList(0, 2)).containsExactly("65534", "1");
            assertThat(lines.get(2))
                    .as("groups, none of root's")
                    .doesNotContain(" 0 ")
                    .doesNotStartWith("0");
            assertThat(lines.get(3)).startsWith("nobody ");
            assertThat(lines.get(4)).isEqualTo("told");
            assertThat(lines.subList(5, 10)).as("`before` and the command").isEqualTo(lines.subList(0, 5));
        }
    }

    @Test
    void signal_instanceOfAnotherUser_arrives() throws Exception {
        assumeRoot();
        Folders.make(dir, "rwx--x--x");
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            InstanceId id = host.launch(
                    Specs.user(sh("trap 'exit 4' TERM; echo up; while :; do sleep 0.02; done"), "nobody", ""));
            host.logs(id, "up");
            host.host.signal(id, "TERM");

            assertThat(host.exit(id).status()).isEqualTo(4);
        }
    }

    private static void assumeRoot() {
        assumeThat(uid()).as("root only").isEqualTo(0);
    }

    private static Object uid() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
