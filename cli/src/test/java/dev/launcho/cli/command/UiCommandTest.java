package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.CertificateFingerprint;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.disk.EffectiveUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UiCommandTest {
    @TempDir
    Path home;

    @TempDir
    Path tools;

    @Test
    void ui_withoutADisplay_printsTheLinkAndTheFingerprint() throws Exception {
        try (FakeServer server = FakeServer.start(home)) {
            Cli.Result result = Cli.at(home).run("ui");

            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.out().lines()).hasSize(2);
            assertThat(result.out())
                    .matches("https://127\\.0\\.0\\.1:" + server.port()
                            + "/#link=[0-9a-f]{64}\ncertificate ([0-9A-F]{2}:){31}[0-9A-F]{2}\n")
                    .endsWith(CertificateFingerprint.of(
                                    AuthFile.read(server.home().serverAuth()).cert()) + "\n");
            assertThat(home.resolve("launcho-ui.html")).doesNotExist();
        }
    }

    /** A browser that writes down its arguments. */
    private Cli withBrowser(Path arguments) throws Exception {
        Path opener = tools.resolve("xdg-open");
        Files.writeString(
                opener,
                "#!/bin/sh\nprintf '%s\\n' \"$@\" >" + arguments + ".new\nmv " + arguments + ".new " + arguments
                        + "\n");
        Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Cli.at(home).with("DISPLAY", ":7").with("PATH", tools + ":/usr/bin:/bin");
    }

    @Test
    @Tag("attack")
    void ui_asRoot_opensNothing() throws Exception {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        assertThat(runsNothing(withBrowser(tools.resolve("arguments")))).contains("no browser is started as root");
    }

    @Test
    @Tag("attack")
    void ui_underSudo_opensNothing() throws Exception {
        for (String name : List.of("SUDO_USER", "SUDO_UID", "DOAS_USER")) {
            assertThat(runsNothing(withBrowser(tools.resolve("arguments")).with(name, "1000")))
                    .contains("no browser is started");
        }
    }

    /** Returns what it says instead. */
    private String runsNothing(Cli cli) throws Exception {
        try (FakeServer server = FakeServer.start(home)) {
            Cli.Result result = cli.run("ui");

            assertThat(result.exit()).isZero();
            assertThat(result.out()).contains(server.port() + "/#link=");
            assertThat(home.resolve("launcho-ui.html")).doesNotExist();
            return result.err();
        }
    }

    @Test
    @Tag("attack")
    void ui_withADisplay_opensTheLinkAndShowsItToNobody() throws Exception {
        assumeThat(EffectiveUser.isRoot()).as("root starts no browser").isFalse();
        Path arguments = tools.resolve("arguments");
        Path file = home.resolve("launcho-ui.html");
        try (FakeServer server = FakeServer.start(home)) {
            Cli.Result result = withBrowser(arguments).run("ui");

            assertThat(result.exit()).as(result.err()).isZero();
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(arguments));
            assertThat(Files.readAllLines(arguments)).isEqualTo(List.of(file.toString()));
            assertThat(Files.readString(file))
                    .contains("url=" + result.out().lines().findFirst().orElseThrow() + "\"");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(server.port()).isPositive();
        }
    }

    @Test
    void ui_noOpen_opensNothing() throws Exception {
        Path arguments = tools.resolve("arguments");
        try (FakeServer server = FakeServer.start(home)) {
            assertThat(withBrowser(arguments).run("ui", "--no-open").exit()).isZero();
            assertThat(home.resolve("launcho-ui.html")).doesNotExist();
            assertThat(server.port()).isPositive();
        }
    }
}
