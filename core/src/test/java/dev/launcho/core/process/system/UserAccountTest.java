package dev.launcho.core.process.system;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.disk.EffectiveUser;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.HostFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("attack")
class UserAccountTest {
    @TempDir
    Path dir;

    @Test
    void of_none_isTheServersOwn() throws IOException {
        UserAccount self = UserAccount.of("", "");

        assertThat(self.uid()).isEqualTo(UserAccount.SAME);
        assertThat(self.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(self.home()).isNotEmpty();
    }

    @Test
    void of_unknown_saysWhich() {
        assertThatThrownBy(() -> UserAccount.of("no-such-user", ""))
                .isInstanceOf(IOException.class)
                .hasMessage("uid: there is no account \"no-such-user\" on this machine");
        assumeRoot();
        assertThatThrownBy(() -> UserAccount.of("nobody", "no-such-group"))
                .hasMessage("gid: there is no group \"no-such-group\" on this machine");
    }

    /** An account that only a directory of users knows may exist while that is silent. */
    @Test
    void of_unknownWhileTheDirectoryOfUsersIsSilent_isTheServersShortage() throws IOException {
        Path etc = Files.createDirectory(dir.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), "alice:x:1234567:2345678::/home/alice:/bin/alice\n");
        Path silent = script("silent", "exec sleep 60");
        Path knowing = script("knowing", "[ $1 = initgroups ] || echo bob:x:1234568:2345678::/home/bob:/bin/bob");

        assertThatThrownBy(() -> UserAccount.of("bob", "", List.of(), new AccountDatabase(etc, silent), ROOT))
                .isInstanceOfSatisfying(
                        ServerShortage.class,
                        lacking -> assertThat(lacking.kind()).isEqualTo(FailureKind.NO_ACCOUNT_ANSWER));
        assertThatThrownBy(() -> UserAccount.of(
                        "bob", "", List.of(), new AccountDatabase(etc, script("ignorant", "exit 2")), ROOT))
                .hasMessage("uid: there is no account \"bob\" on this machine");
        assertThat(UserAccount.of("bob", "", List.of(), new AccountDatabase(etc, knowing), ROOT)
                        .uid())
                .isEqualTo("1234568");
        assertThat(UserAccount.of("alice", "", List.of(), new AccountDatabase(etc, silent), ROOT)
                        .uid())
                .as("the files know it")
                .isEqualTo("1234567");
    }

    private static final EffectiveUser.Ids ROOT = new EffectiveUser.Ids(0, 0, Set.of());

    private Path script(String name, String text) throws IOException {
        Path script = Files.writeString(dir.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    @Test
    void of_nameAndNumber_areTheSame() throws IOException {
        assumeRoot();
        assertThat(UserAccount.of("nobody", "")).isEqualTo(UserAccount.of("65534", ""));
        assertThat(UserAccount.of("nobody", "daemon").gid()).isEqualTo("1");
    }

    @Test
    void of_otherUserWithoutRoot_isRefused() {
        assumeThat(uid()).isNotEqualTo(0);
        assertThatThrownBy(() -> UserAccount.of("0", "")).hasMessageContaining("does not run as root");
    }

    @Test
    void launch_asAnotherUser_allOfItIsThatUsers() throws Exception {
        assumeRoot();
        open();
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
        open();
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            InstanceId id = host.launch(
                    Specs.user(sh("trap 'exit 4' TERM; echo up; while :; do sleep 0.02; done"), "nobody", ""));
            host.logs(id, "up");
            host.host.signal(id, "TERM");

            assertThat(host.exit(id).status()).isEqualTo(4);
        }
    }

    /** An account whose name is a number, and the one that has this number. */
    private AccountDatabase confusing() throws IOException {
        Path etc = Files.createDirectory(dir.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), """
                +::::::
                1234567:x:7654321:7654321::/home/named:/bin/named
                alice:x:1234567:2345678::/home/alice:/bin/alice
                """);
        Files.writeString(etc.resolve("group"), """
                3456789:x:9876543:
                audio:x:3456789:alice
                video:x:4567890:bob,alice,1234567
                """);
        return new AccountDatabase(etc);
    }

    @Test
    void of_number_isTheUidAndNotTheNameOfAnAccount() throws IOException {
        assumeRoot();
        AccountDatabase accounts = confusing();

        for (String number : List.of("1234567", "001234567")) {
            UserAccount alice = UserAccount.of(number, "", List.of(), accounts);
            assertThat(alice)
                    .isEqualTo(new UserAccount(
                            "1234567",
                            "2345678",
                            "--groups=+2345678,+3456789,+4567890",
                            "alice",
                            "/home/alice",
                            "/bin/alice"));
            assertThat(alice).isEqualTo(UserAccount.of("alice", "", List.of(), accounts));
        }
        assertThat(UserAccount.of("7654321", "", List.of(), accounts).user()).isEqualTo("1234567");
        assertThat(UserAccount.of("alice", "3456789", List.of(), accounts).gid())
                .isEqualTo("3456789");
    }

    @Test
    void of_gid_dropsAllOtherGroupsButThoseOfGroups() throws IOException {
        assumeRoot();
        AccountDatabase accounts = confusing();

        assertThat(UserAccount.of("alice", "audio", List.of(), accounts).groups())
                .isEqualTo("--clear-groups");
        assertThat(UserAccount.of("", "audio", List.of(), accounts).groups()).isEqualTo("--clear-groups");
        assertThat(UserAccount.of("alice", "audio", List.of("video", "5", "5"), accounts)
                        .groups())
                .isEqualTo("--groups=+5,+4567890");
        assertThat(UserAccount.of("alice", "", List.of("5"), accounts).groups())
                .isEqualTo("--groups=+5,+2345678,+3456789,+4567890");
        assertThat(UserAccount.of("", "", List.of("5"), accounts).groups()).contains("+5");
        assertThatThrownBy(() -> UserAccount.of("alice", "", List.of("no-such-group"), accounts))
                .hasMessage("groups: there is no group \"no-such-group\" on this machine");
    }

    @Test
    void of_notRoot_refusesWhatItCantBecome() throws IOException {
        AccountDatabase accounts = confusing();
        EffectiveUser.Ids server = new EffectiveUser.Ids(4242, 77, Set.of(77L, 5L));

        assertThatThrownBy(() -> UserAccount.of("", "audio", List.of(), accounts, server))
                .hasMessage("gid: this server does not run as root and can't change its group to \"audio\"; leave gid"
                        + " out, or run the server as root");
        assertThatThrownBy(() -> UserAccount.of("alice", "", List.of(), accounts, server))
                .hasMessageStartingWith("uid: this server does not run as root");
        assertThatThrownBy(() -> UserAccount.of("", "", List.of("6"), accounts, server))
                .hasMessageStartingWith("groups: this server does not run as root");
        assertThat(UserAccount.of("", "77", List.of(), accounts, server).gid()).isEqualTo("77");
        assertThat(UserAccount.of("", "", List.of("5"), accounts, server).gid())
                .as("the group that it has, whatever its account says")
                .isEqualTo("77");
    }

    @Test
    void launch_gidAndGroups_areAllGroups() throws Exception {
        assumeRoot();
        open();
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            InstanceId one = host.launch(Specs.user(sh("id -u; id -g; id -G"), "root", "nogroup"));
            assertThat(host.exit(one)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 0));
            assertThat(host.log(one).lines()).containsExactly("0", "65534", "65534");
            InstanceId more = host.launch(
                    Specs.groups(Specs.user(sh("id -G"), "nobody", "nogroup"), "daemon", "0000000004", "5"));
            assertThat(host.exit(more)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 0));
            assertThat(host.log(more).lines()).containsExactly("65534 1 4 5");
        }
    }

    /** setpriv(1) takes a number for the name of an account first. */
    @Test
    void changing_accountNamedLikeTheNumber_isNotBecome() throws Exception {
        assumeRoot();
        Path passwd = Files.writeString(dir.resolve("passwd"), "root:x:0:0::/:/bin/sh\n65533:x:0:0::/:/bin/sh\n");
        Path group = Files.writeString(dir.resolve("group"), "root:x:0:\n65533:x:0:\n65532:x:0:\n");
        UserAccount account = new UserAccount("65533", "65533", "--groups=+65532", "x", "/", "/bin/sh");
        String words = String.join(
                " ", PrivilegeDrop.words(SystemTools.find(line -> {}), account, ProcessConfinement.DEFAULT));
        String script = "mount --bind " + passwd + " /etc/passwd && mount --bind " + group
                + " /etc/group && echo in && " + words + " sh -c 'id -u; id -g; id -G'";
        List<String> lines = HostFixture.run("unshare", "--mount", "sh", "-c", script)
                .lines()
                .toList();
        assumeThat(lines).as("a mount namespace").isNotEmpty().first().isEqualTo("in");

        assertThat(lines).containsExactly("in", "65533", "65533", "65533 65532");
    }

    private void open() throws IOException {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
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
