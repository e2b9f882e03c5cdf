package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.ServerShortage;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.kernel.MountTable;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.HardLimits;
import dev.launcho.core.process.system.MountNamespaces;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.TreeIdentity;
import dev.launcho.core.process.system.UserAccount;
import dev.launcho.core.text.CapabilitySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What instances can't do: before, the command and checks alike. */
@Tag("attack")
class ProcessConfinementTest {
    private static final ProcessConfinement NONE = ProcessConfinement.DEFAULT;

    private static final String STATUS =
            "grep -E '^(NoNewPrivs|CapBnd|CapEff|CapPrm):' /proc/self/status | tr '\\t' ' '";

    /** In folders of the machine: nobody else has a file of this name. */
    private final String own = "launcho-test-" + UUID.randomUUID();

    @TempDir
    Path dir;

    /** Each host its own: in the log of one before, the line that is waited for stands already. */
    private int homes;

    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
    }

    private static void requireRoot() {
        assumeThat(UserAccount.own()).as("root only").isEqualTo(TreeIdentity.ROOT);
    }

    private static void requireMounts() throws IOException {
        requireRoot();
        assumeThat(SystemTools.find(line -> {}).namespaces().obstacle())
                .as("mount namespaces")
                .isEmpty();
    }

    private static ProcessConfinement allowing(boolean allow) {
        return new ProcessConfinement(allow, 0, List.of(), false, CapabilitySet.UNBOUNDED);
    }

    private static ProcessConfinement only(String... capabilities) {
        return new ProcessConfinement(false, 0, List.of(), false, CapabilitySet.only(List.of(capabilities)));
    }

    private static ProcessConfinement readOnly(String... paths) {
        return new ProcessConfinement(false, 0, List.of(paths), false, CapabilitySet.UNBOUNDED);
    }

    private static ProcessConfinement oom(int score) {
        return new ProcessConfinement(false, score, List.of(), false, CapabilitySet.UNBOUNDED);
    }

    private static final ProcessConfinement PRIVATE_TMP =
            new ProcessConfinement(false, 0, List.of(), true, CapabilitySet.UNBOUNDED);

    /** Runs a script as before, command and check of one instance. @return what each has written */
    private List<String> told(HostFixture host, ProcessSpec spec, String script) throws Exception {
        ProcessSpec telling =
                Specs.confinement(Specs.before(spec, "{ " + script + "; } >before 2>&1"), spec.confinement());
        InstanceId id = host.launch(telling);
        await().atMost(HostFixture.SOON).until(() -> host.log(id).contains("up") || host.exits.containsKey(id));
        assertThat(host.exits).as(() -> host.log(id)).isEmpty();
        host.host.exec(id, List.of("sh", "-c", "{ " + script + "; } >check 2>&1"), HostFixture.SOON);
        Path cwd = ProcFs.directory(host.pids.get(id));
        List<String> told = List.of(
                HostFixture.read(cwd.resolve("before")),
                HostFixture.read(cwd.resolve("command")),
                HostFixture.read(cwd.resolve("check")));
        host.host.kill(id);
        host.exit(id);
        host.forget(id);
        return told;
    }

    private List<String> told(ProcessConfinement confinement, String uid, String script) throws Exception {
        try (HostFixture host = new HostFixture(dir.resolve("home-" + ++homes))) {
            ProcessSpec spec = sh("{ " + script + "; } >command 2>&1; echo up; exec sleep 60");
            return told(host, Specs.confinement(Specs.user(spec, uid, ""), confinement), script);
        }
    }

    @Test
    void launch_usually_allGetNoNewPrivileges() throws Exception {
        assertThat(told(NONE, "", STATUS))
                .allSatisfy(status -> assertThat(status).contains("NoNewPrivs: 1"));
    }

    @Test
    void launch_namesThatAShellCantHandOn_getNoNewPrivilegesEither() throws IOException {
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            InstanceId id = host.launch(Specs.env(Specs.of("app", "cat", "/proc/self/status"), "a.b", "dot"));
            host.exit(id);
            assertThat(host.log(id)).contains("NoNewPrivs:\t1");
        }
    }

    @Test
    void launch_newPrivilegesAllowed_areNotKeptFromThem() throws Exception {
        assertThat(told(allowing(true), "", STATUS))
                .allSatisfy(status -> assertThat(status).contains("NoNewPrivs: 0"));
    }

    @Test
    void launch_setuidProgramOfAnotherUser_givesNothing() throws Exception {
        requireRoot();
        Path program = dir.resolve("who");
        Files.copy(Path.of("/usr/bin/id"), program);
        Files.setAttribute(program, "unix:mode", 04755);
        assumeThat(MountTable.holding(dir.toRealPath().toString(), MountTable.all()))
                .as("a folder where setuid works")
                .hasValueSatisfying(mount -> assertThat(mount.options()).doesNotContain("nosuid"));

        assertThat(told(NONE, "nobody", program + " -u")).containsOnly("65534\n");
        assertThat(told(allowing(true), "nobody", program + " -u")).containsOnly("0\n");
    }

    @Test
    void exited_programWantedPrivileges_saysWhatToWrite() throws Exception {
        requireRoot();
        Path su = Path.of("/usr/bin/su");
        assumeThat(su).exists();
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            ProcessSpec spec = Specs.user(sh("su root -c id"), "nobody", "");
            assertThat(host.host.notices(spec)).singleElement().asString().contains("allow_new_privileges: true");
            Exit exit = host.run(spec);

            assertThat(exit.fault())
                    .hasValueSatisfying(f -> assertThat(f.kind()).isEqualTo(CommandFault.Kind.NO_PRIVILEGES));
            assertThat(exit.describe()).contains("su does not get the privileges");
            assertThat(host.host.notices(Specs.confinement(spec, allowing(true))))
                    .isEmpty();
            assertThat(host.host.notices(Specs.user(spec, "root", ""))).isEmpty();
            assertThat(host.host.notices(Specs.user(sh("echo sudo su"), "nobody", "")))
                    .isEmpty();
        }
    }

    @Test
    void launch_capabilities_areThoseAlone() throws Exception {
        requireRoot();
        int bind = CapabilitySet.KNOWN.indexOf("net_bind_service");
        String bits = String.format(Locale.ROOT, "%016x", 1L << bind);
        for (String uid : List.of("nobody", "")) {
            assertThat(told(only("net_bind_service"), uid, STATUS))
                    .allSatisfy(status ->
                            assertThat(status).contains("CapBnd: " + bits).contains("CapEff: " + bits));
        }
    }

    @Test
    void launch_noCapabilities_rootHasNone() throws Exception {
        requireRoot();
        assertThat(told(only(), "", STATUS + "; chown 1 . ; echo chown $?"))
                .allSatisfy(status -> assertThat(status)
                        .contains("CapBnd: 0000000000000000")
                        .contains("CapEff: 0000000000000000")
                        .contains("chown 1"));
    }

    @Test
    void launch_oomScore_isItsOwn() throws Exception {
        assertThat(told(oom(321), "", "cat /proc/self/oom_score_adj")).containsOnly("321\n");
        assumeThat(HardLimits.has(HardLimits.CAP_SYS_RESOURCE))
                .as("CAP_SYS_RESOURCE")
                .isTrue();
        assertThat(told(oom(-123), "nobody", "cat /proc/self/oom_score_adj")).containsOnly("-123\n");
    }

    @Test
    void launch_readOnly_canBeWrittenByNoneOfThem() throws Exception {
        requireMounts();
        Path data = Files.createDirectory(dir.resolve("da ta"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file = Files.createFile(data.resolve("file"));

        assertThat(told(
                        readOnly(data.toString(), "/etc"),
                        "",
                        "echo x >'" + file + "'; touch /etc/" + own + "; touch own && echo own"))
                .allSatisfy(said -> assertThat(said)
                        .containsIgnoringCase("read-only file system")
                        .doesNotContain("ermission")
                        .endsWith("own\n"));
        assertThat(file).isEmptyFile();
        assertThat(Path.of("/etc", own)).doesNotExist();
        Files.writeString(file, "the machine's own can be written");
    }

    /** Of all that is mounted below, only what the kernel needs can still be written, and its own directory. */
    @Test
    void launch_everythingIsReadOnly_itsDirectoryIsNot() throws Exception {
        requireMounts();
        assertThat(told(
                        readOnly("/"),
                        "nobody",
                        "touch own && echo own; touch /tmp/" + own + "; echo x >/dev/null && echo null"))
                .allSatisfy(said -> assertThat(said)
                        .containsIgnoringCase("read-only file system")
                        .contains("own\n")
                        .endsWith("null\n"));
        assertThat(Path.of("/tmp", own)).doesNotExist();
    }

    @Test
    void launch_readOnlyPathThatTheUserCanReplace_isRefused() throws Exception {
        requireMounts();
        Path theirs = Files.createDirectory(dir.resolve("theirs"));
        Files.setAttribute(theirs, "unix:uid", 65_534);
        Files.createSymbolicLink(theirs.resolve("conf"), Path.of("/etc"));
        Files.createDirectory(theirs.resolve("data"));
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            ProcessSpec spec = Specs.user(sh("true"), "nobody", "");

            Exit exit = host.run(
                    Specs.confinement(spec, readOnly(theirs.resolve("data").toString())));
            assertThat(exit.describe())
                    .contains("since they can write to " + theirs.toRealPath())
                    .contains("name that folder");
            assertThat(host.run(Specs.confinement(spec, readOnly(theirs.toString())))
                            .success())
                    .isTrue();
            assertThat(host.run(Specs.confinement(spec, readOnly("/no/such"))).describe())
                    .contains("read_only: /no/such does not exist on this machine");
        }
    }

    /** In a sticky folder the owner of an entry may rename it, and put a link in its place. */
    @Test
    void launch_readOnlyPathOfTheUserInAStickyFolder_isRefused() throws Exception {
        requireMounts();
        Path shared = Files.createDirectory(dir.resolve("shared"));
        Files.setAttribute(shared, "unix:mode", 01777);
        Path theirs = Files.createDirectories(shared.resolve("theirs/data")).getParent();
        Files.setAttribute(theirs, "unix:uid", 65_534);
        Path roots = Files.createDirectory(shared.resolve("roots"));
        try (HostFixture host = new HostFixture(dir.resolve("home"))) {
            ProcessSpec spec = Specs.user(sh("true"), "nobody", "");

            assertThat(host.run(Specs.confinement(spec, readOnly(theirs.toString())))
                            .describe())
                    .contains("since they can write to " + shared.toRealPath());
            assertThat(host.run(Specs.confinement(spec, readOnly(roots.toString())))
                            .success())
                    .isTrue();
        }
    }

    @Test
    void launch_privateTmp_isSharedByAllOfAnInstanceAndNobodyElse() throws Exception {
        requireMounts();
        String script =
                "echo x >>/tmp/own; echo y >>/var/tmp/own; cat /tmp/own /var/tmp/own;".replace("/own", "/" + own)
                        + " stat -c %a /tmp; pwd; ls -d \"$PWD\"";
        for (String uid : List.of("nobody", "")) {
            List<String> told = told(PRIVATE_TMP, uid, script);
            assertThat(told.get(0)).startsWith("x\ny\n1777\n");
            assertThat(told.get(1)).startsWith("x\nx\ny\ny\n1777\n");
            assertThat(told.get(2)).startsWith("x\nx\nx\ny\ny\ny\n1777\n").doesNotContain("cannot");
        }
        assertThat(Path.of("/tmp", own)).doesNotExist();
        assertThat(Path.of("/var/tmp", own)).doesNotExist();
        for (int home = 1; home <= homes; home++) {
            Path folders = dir.resolve("home-" + home + "/instances/tmp");
            await().atMost(HostFixture.SOON)
                    .untilAsserted(() -> assertThat(folders).isEmptyDirectory());
        }
    }

    @Test
    void shortfalls_whatCantBeHad_isRefusedWithWhatToDo() throws IOException {
        SystemTools tools = SystemTools.find(line -> {});
        ConfinementNeeds poor = new ConfinementNeeds(tools, new ConfinementNeeds.Server() {
            @Override
            public boolean has(int capability) {
                return false;
            }

            @Override
            public int oomScore() {
                return 200;
            }
        });

        assertThat(poor.shortfalls(Specs.confinement(sh("true"), oom(-5))))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.key()).isEqualTo("oom_score_adjust");
                    assertThat(s.message())
                            .contains("the server's own value is 200")
                            .contains("write 200 or more");
                });
        assertThat(poor.shortfalls(Specs.confinement(sh("true"), oom(300)))).isEmpty();
        assertThat(poor.shortfalls(Specs.confinement(sh("true"), only("chown"))))
                .singleElement()
                .satisfies(s -> assertThat(s.message()).contains("leave"));
        assertThat(poor.shortfalls(Specs.confinement(
                        sh("true"),
                        new ProcessConfinement(false, 0, List.of("/tmp/x"), true, CapabilitySet.UNBOUNDED))))
                .anySatisfy(s -> assertThat(s.message()).contains("its path is hidden", "remove one of the two keys"))
                .noneSatisfy(s -> assertThat(s.message()).contains("/tmp/x"));
        assertThat(poor.shortfalls(sh("true"))).isEmpty();
    }

    @Test
    void obstacle_noToolsToMount_saysWhatToInstall() {
        requireRoot();
        assertThat(new MountNamespaces(Optional.empty(), Optional.empty(), Path.of("/bin/sh")).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("install util-linux"));
        assertThat(new MountNamespaces(
                                Optional.of(Path.of("/bin/false")),
                                Optional.of(Path.of("/bin/false")),
                                Path.of("/bin/sh"))
                        .obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("CAP_SYS_ADMIN"));
    }

    /** Not a no for the server's whole life, and no fault of the version that wants mounts. */
    @Test
    void obstacle_trialWithoutAnAnswer_isUnknown() throws IOException {
        requireRoot();
        Path killed = Files.writeString(dir.resolve("unshare"), "#!/bin/sh\nkill -KILL $$\n");
        assertThat(killed.toFile().setExecutable(true)).isTrue();
        MountNamespaces unknown =
                new MountNamespaces(Optional.of(killed), Optional.of(Path.of("/bin/false")), Path.of("/bin/sh"));

        assertThat(unknown.obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("could not be tried", "again in a minute"));
        assertThatThrownBy(unknown::require).isInstanceOf(ServerShortage.class);
    }

    @Test
    void ofScript_whereAProgramIsStarted_isFound() {
        assertThat(StartedPrograms.ofScript("A=b exec sudo x; (cd /tmp && su) | `ping` \n then \"mount\" /a"))
                .containsExactly("sudo", "cd", "su", "ping", "mount");
    }

    @Test
    void launch_descriptors_areNoneButTheUsual() throws Exception {
        assertThat(told(NONE, "", "ls /proc/self/fd | tr '\\n' ' '"))
                .allSatisfy(fds -> assertThat(fds.trim()).isEqualTo("0 1 2 3"));
    }
}
