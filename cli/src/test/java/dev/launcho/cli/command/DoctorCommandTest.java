package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.launcho.cli.doctor.CheckFinding;
import dev.launcho.cli.doctor.DoctorContext;
import dev.launcho.cli.doctor.DoctorRun;
import dev.launcho.cli.protocol.ServerLock;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.disk.EffectiveUser;
import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.text.HostPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("attack")
class DoctorCommandTest {
    private static final List<String> CHECKS = List.of(
            "home",
            "modes",
            "config",
            "key",
            "certificate",
            "cgroups",
            "ports",
            "clock",
            "open files",
            "locale",
            "disk",
            "tools",
            "server");

    @TempDir
    Path dir;

    private static List<JsonObject> findings(Path home) throws Exception {
        Cli.Result result = Cli.at(home).run("doctor", "-o", "json");
        JsonObject json = JsonParser.object().from(result.out());
        List<JsonObject> all =
                json.getArray("findings").stream().map(JsonObject.class::cast).toList();
        boolean failed = all.stream().anyMatch(f -> f.getString("state").equals("failed"));
        assertThat(result.exit()).isEqualTo(failed ? 1 : 0);
        assertThat(json.getBoolean("healthy")).isEqualTo(!failed);
        assertThat(all)
                .filteredOn(f -> !f.getString("state").equals("ok"))
                .allMatch(f -> !f.getString("message").isEmpty());
        return all;
    }

    private static List<JsonObject> of(Path home, String check) throws Exception {
        return findings(home).stream()
                .filter(f -> f.getString("check").equals(check))
                .toList();
    }

    /** In a home that is as a server leaves it, but for one thing. */
    private void failed(String check, String says, String advice, Sick sick) throws Exception {
        Path home = dir.resolve(check + "-" + says.hashCode());
        try (FakeServer server = FakeServer.start(home)) {
            asOurs(home);
            assertThat(of(home, check)).extracting(f -> f.getString("state")).containsOnly("ok");
            sick.make(server.home());
            assertThat(of(home, check)).anySatisfy(f -> {
                assertThat(f.getString("state")).isEqualTo("failed");
                assertThat(f.getString("message")).contains(says);
                assertThat(f.getString("advice")).contains(advice);
            });
        }
    }

    @Test
    void doctor_receiverWithoutTls_isAWarning() throws Exception {
        Path home = dir.resolve("exposed");
        try (FakeServer server = FakeServer.start(home)) {
            Files.writeString(server.home().config(), "server: {notify: [{url: 'http://hooks.example/path-key'}]}\n");
            asOurs(home);

            assertThat(of(home, "config")).singleElement().satisfies(f -> {
                assertThat(f.getString("state")).isEqualTo("warning");
                assertThat(f.getString("message"))
                        .isEqualTo("server.notify[0].url: messages to http://hooks.example can be read and changed on"
                                + " their way: write https://");
            });
        }
    }

    @Test
    void doctor_receiverThatFails_isAWarning() throws Exception {
        Path home = dir.resolve("failing");
        try (FakeServer server = FakeServer.start(home)) {
            asOurs(home);
            assertThat(of(home, "notify")).isEmpty();
            server.operations().receivers().fail("it answers 500");

            assertThat(of(home, "notify")).singleElement().satisfies(f -> {
                assertThat(f.getString("state")).isEqualTo("warning");
                assertThat(f.getString("message"))
                        .startsWith("receiver 1, https://hooks.example, has not taken messages for ")
                        .endsWith(": it answers 500");
                assertThat(f.getString("advice")).isEqualTo("launcho notify test --url 1");
            });
        }
    }

    private interface Sick {
        void make(HomeDirectory home) throws Exception;
    }

    /** As the program's own files are. */
    private static void asOurs(Path home) throws Exception {
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path path : paths.toList()) {
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
            }
        }
    }

    @Test
    void doctor_withoutHomeAndServer_looksAtEverything() throws Exception {
        Path absent = dir.resolve("absent");

        assertThat(findings(absent))
                .extracting(f -> f.getString("check"))
                .containsSubsequence(CHECKS)
                .allMatch(CHECKS::contains);
        assertThat(absent).doesNotExist();
        assertThat(of(absent, "home").get(0).getString("message")).contains("launcho server makes it");
        assertThat(Cli.at(absent).run("doctor").out()).contains("CHECK", "cgroups");
    }

    @Test
    void ports_anotherProgramOnAnotherAddress_isNoFault() throws Exception {
        Path home = Files.createDirectories(dir.resolve("home"));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            for (String host : List.of("127.0.0.1", "127.0.0.2")) {
                Files.writeString(
                        home.resolve("launcho-config.yaml"),
                        "server:\n  admin_host: " + host + "\n  admin_port: " + other.getLocalPort() + "\n");

                List<String> failed = of(home, "ports").stream()
                        .filter(f -> f.getString("state").equals("failed"))
                        .map(f -> f.getString("message"))
                        .toList();
                if (host.equals("127.0.0.1")) {
                    assertThat(failed).isEmpty();
                } else {
                    assertThat(failed).singleElement().asString().contains("is taken on 127.0.0.2");
                }
            }
        }
    }

    @Test
    void files_ofAServerThatRuns_areItsOwn() throws Exception {
        Path proc = dir.resolve("proc");
        Files.createDirectories(proc.resolve("7"));
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(
                proc.resolve("7/limits"),
                "Max open files            1024                 2048                 files\n");
        Files.writeString(
                proc.resolve("self/limits"),
                "Max open files            1024                 1048576              files\n");
        HomeDirectory home = new HomeDirectory(Files.createDirectories(dir.resolve("home")));
        DoctorContext site = new DoctorContext(home, Map.of(), "root", Instant.now(), proc);

        assertThat(files(site)).contains("at most 1048576 files may be open here");
        Files.writeString(home.lock(), new ServerLock(7, HostPort.parse("127.0.0.1:1")).format());
        assertThat(files(site)).contains("at most 2048 files may be open in the server (process 7)");
    }

    private static String files(DoctorContext site) {
        return DoctorRun.look(site).stream()
                .filter(finding -> finding.check().equals("open files"))
                .map(CheckFinding::message)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void doctor_serverThatRuns_answers() throws Exception {
        try (FakeServer server = FakeServer.start(dir.resolve("home"))) {
            // It is given three seconds to answer, which a busy machine may take.
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(
                                    of(server.home().dir(), "server").get(0).getString("message"))
                            .contains("answers, version"));
        }
    }

    @Test
    void doctor_serverThatIsStopped_isAWarning() throws Exception {
        FakeServer.start(dir.resolve("home")).close();

        assertThat(of(dir.resolve("home"), "server").get(0).getString("state")).isEqualTo("warning");
    }

    @Test
    void doctor_whatIsOpenToOthers_isToldWithTheCommand() throws Exception {
        failed(
                "modes",
                "is open to others",
                "chmod 600 ",
                home -> Files.setPosixFilePermissions(home.serverAuth(), PosixFilePermissions.fromString("rw-r--r--")));
        failed(
                "modes",
                "is open to others (rwxrwxrwx)",
                "chmod 711 ",
                home -> Files.setPosixFilePermissions(home.dir(), PosixFilePermissions.fromString("rwxrwxrwx")));
    }

    @Test
    void doctor_fileOfAnotherUser_isNamedWithTheCommand() throws Exception {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        for (String file : List.of("launcho-server-auth.yaml", "secret.key")) {
            failed("modes", file + " belongs to nobody", "chown root ", home -> {
                Path theirs = home.dir().resolve(file);
                if (!Files.exists(theirs)) {
                    Files.createFile(theirs);
                }
                Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rw-------"));
                Files.setAttribute(theirs, "unix:uid", 65_534);
            });
        }
        failed(
                "modes",
                "logs belongs to nobody",
                "chown root ",
                home -> Files.setAttribute(Files.createDirectories(home.logs()), "unix:uid", 65_534));
    }

    /** The server of root's does not start there; that of another user warns. */
    @Test
    void doctor_homeWhosePathOthersCanChange_isNamed() throws Exception {
        Path open = Files.createDirectory(dir.resolve("open"));
        Path home = open.resolve("home");
        try (FakeServer server = FakeServer.start(home)) {
            asOurs(home);
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

            assertThat(of(server.home().dir(), "home")).singleElement().satisfies(f -> {
                assertThat(f.getString("state")).isEqualTo(EffectiveUser.isRoot() ? "failed" : "warning");
                assertThat(f.getString("message")).contains(open + " can be written by other users");
                assertThat(f.getString("advice")).contains("--home");
            });
        }
    }

    @Test
    void doctor_homeThatCantBeWrittenInAFolderOfOthers_failsAllTheSame() throws Exception {
        assumeThat(EffectiveUser.isRoot()).as("root can write everywhere").isFalse();
        Path open = Files.createDirectory(dir.resolve("open"));
        Path home = Files.createDirectory(open.resolve("home"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-x------"));
        try {
            assertThat(of(home, "home")).extracting(f -> f.getString("state")).containsExactly("failed", "warning");
        } finally {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** The server refuses each of these, too, with the same advice: StoreFactory, WorkFolder. */
    @Test
    void doctor_homeOfAnotherUser_isRefusedAsTheServerDoes() throws Exception {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        Path theirs = Files.createDirectory(dir.resolve("theirs"));
        Files.setAttribute(theirs, "unix:uid", 65_534);

        for (Path home : List.of(theirs, theirs.resolve("not/there"))) {
            assertThat(of(home, "home")).singleElement().satisfies(f -> {
                assertThat(f.getString("state")).isEqualTo("failed");
                assertThat(f.getString("message")).contains(theirs + " belongs to nobody");
                assertThat(f.getString("advice"))
                        .contains("name a folder that only root and the server's user can change");
            });
        }
    }

    @Test
    void doctor_workDirThatEverybodyMayWriteTo_isRefusedAsTheServerDoes() throws Exception {
        Path open = Files.createDirectory(dir.resolve("open-work"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        failed(
                "config",
                "server.work_dir: " + open + " can be written by other users",
                "chmod go-w " + open,
                home -> Files.writeString(home.config(), "server: {work_dir: " + open + "}\n"));
    }

    @Test
    void doctor_configThatIsWrong_isToldWithItsLine() throws Exception {
        failed(
                "config",
                "launcho-config.yaml:1:",
                "edit ",
                home -> Files.writeString(home.config(), "server: {admin_prot: 1}\n"));
    }

    @Test
    void doctor_keyThatIsGone_isTold() throws Exception {
        failed("key", "is gone", "from a backup", home -> Files.writeString(home.extraSecrets(), "sealed"));
    }

    @Test
    void doctor_keyThatIsNone_isTold() throws Exception {
        failed(
                "key",
                "is not a key of the secrets",
                "put",
                home -> Files.writeString(home.dir().resolve("secret.key"), "nothing\n"));
    }

    @Test
    void doctor_certificateOfAnother_isTold() throws Exception {
        failed("certificate", "", "makes a new one", home -> {
            String text = Files.readString(home.serverAuth());
            Files.writeString(home.serverAuth(), text.replace("MII", "MIJ"));
        });
    }

    @Test
    void doctor_clockThatHasGoneBack_isTold() throws Exception {
        failed("clock", "the clock was set back", "timedatectl", home -> {
            Files.writeString(home.events(), "{}\n");
            Files.setLastModifiedTime(home.events(), FileTime.from(Instant.now().plus(Duration.ofDays(2))));
        });
    }
}
