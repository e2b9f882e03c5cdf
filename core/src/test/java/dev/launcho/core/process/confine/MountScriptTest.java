package dev.launcho.core.process.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.disk.EffectiveUser;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.process.system.ShimScripts;
import dev.launcho.core.process.system.SystemTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges of a folder for a link while root mounts: none of root's folders appears where the instance can see it. */
@Tag("attack")
class MountScriptTest {
    private static final int NOBODY = 65_534;

    @TempDir
    Path temp;

    private Path dir;
    private Path app;
    private Path secret;
    private Path to;

    @BeforeEach
    void make() throws IOException {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        assumeThat(SystemTools.find(line -> {}).namespaces().obstacle())
                .as("mount namespaces")
                .isEmpty();
        dir = temp.toRealPath();
        app = Files.createDirectory(dir.resolve("app"));
        Files.writeString(app.resolve("own"), "own");
        secret = Files.createDirectories(dir.resolve("rootonly/pub"));
        Files.setPosixFilePermissions(secret.getParent(), PosixFilePermissions.fromString("rwx------"));
        Files.writeString(secret.resolve("secret"), "secret");
        to = Files.createDirectory(dir.resolve("to"));
    }

    @Test
    void over_nothingIsExchanged_isMounted() throws Exception {
        assertThat(mounts("mount", dir, "over", app, to)).isEqualTo("0 own");
    }

    @Test
    void over_folderIsALinkByNow_isRefused() throws Exception {
        Files.move(app, dir.resolve("aside"));
        Files.createSymbolicLink(app, secret);

        assertThat(mounts("mount", dir, "over", app, to))
                .isEqualTo("125 launcho: " + app
                        + ": a folder of this path was exchanged for a link; put the folder back" + " in its place");
    }

    @Test
    void over_folderIsExchangedRightBeforeTheMount_mountsTheFolder() throws Exception {
        assertThat(mounts(exchanging(app, secret), dir, "over", app, to)).isEqualTo("0 own");
        assertThat(app).isSymbolicLink();
    }

    @Test
    void over_cwdIsALinkByNow_isRefused() throws Exception {
        Path link = Files.createSymbolicLink(dir.resolve("link"), secret);

        assertThat(mounts("mount", link, "over", app, to))
                .startsWith("125 launcho: " + link + ": a folder of this path");
    }

    @Test
    void keep_folderAboveIsExchangedRightBeforeTheMount_keepsTheMount() throws Exception {
        Path kept = Files.createDirectory(app.resolve("pub"));
        Path program = exchanging(app, secret.getParent());

        assertThat(run(
                        program.toString(),
                        dir,
                        "cd " + dir + "/aside; touch pub/new 2>&1 | grep -o Read-only; ls pub",
                        "over",
                        kept.toString(),
                        kept.toString(),
                        "keep",
                        "remount,bind,ro",
                        kept.toString()))
                .startsWith("125 ");
        assertThat(secret).isDirectoryNotContaining("glob:**new");
    }

    @Test
    void keep_aSingleFile_isKept() throws Exception {
        String file = app.resolve("own").toString();

        assertThat(run(
                        "mount",
                        dir,
                        "echo x 2>&1 >" + file + " | grep -o Read-only",
                        "over",
                        file,
                        file,
                        "keep",
                        "remount,bind,ro",
                        file))
                .isEqualTo("0 Read-only");
        assertThat(app.resolve("own")).hasContent("own");
    }

    @Test
    void of_cwdLeadsThroughALinkOfAnotherUser_isRefused() throws Exception {
        assumeThat(dir).as("a folder below /tmp").startsWith(Path.of("/tmp"));
        Path theirs = Files.createDirectory(dir.resolve("theirs"));
        Path link = Files.createSymbolicLink(theirs.resolve("link"), secret);
        for (Path file : new Path[] {theirs, link}) {
            Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        }
        PrivateTmp tmp = new PrivateTmp(dir.resolve("base"));

        assertThatThrownBy(() -> tmp.of(new InstanceId("calm-otter-1"), link))
                .hasMessage("private_tmp: cwd " + link + " leads to " + secret
                        + " by a link that another user can change; name " + secret + " as cwd");
        assertThat(tmp.of(new InstanceId("calm-otter-2"), Files.createDirectory(theirs.resolve("app"))))
                .anySatisfy(place -> assertThat(place.cwd()).isPresent());
    }

    @Test
    void of_instanceHasPutALinkWhereItsCwdIsMounted_isRefused() throws Exception {
        assumeThat(dir).as("a folder below /tmp").startsWith(Path.of("/tmp"));
        InstanceId id = new InstanceId("calm-otter-1");
        PrivateTmp tmp = new PrivateTmp(dir.resolve("base"));
        PrivateTmp.Place first = tmp.of(id, Path.of("/")).stream()
                .filter(place -> place.machines().equals(Path.of("/tmp")))
                .findFirst()
                .orElseThrow();
        String step = Path.of("/tmp").relativize(dir).getName(0).toString();
        Files.createSymbolicLink(first.own().resolve(step), secret);

        assertThatThrownBy(() -> tmp.of(id, app)).hasMessageContaining("in the place of " + step);
        assertThat(secret.resolve("app")).doesNotExist();
    }

    /** Returns a program that exchanges a folder for a link, then mounts. */
    private Path exchanging(Path folder, Path target) throws IOException {
        Path program = Files.writeString(dir.resolve("mount"), """
                #!/bin/sh
                if [ "$1" != -V ] && [ ! -e %1$s/aside ]; then mv -T %2$s %1$s/aside; ln -s %3$s %2$s; fi
                exec mount "$@"
                """.formatted(dir, folder, target));
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String mounts(Object mount, Path cwd, String kind, Path from, Path into) throws Exception {
        return run(mount.toString(), cwd, "ls " + into, kind, from.toString(), into.toString());
    }

    /** @return the exit status of the script and what it and the command have printed */
    private static String run(String mount, Path cwd, String command, String... plan) throws Exception {
        List<String> words = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "slave", "--"));
        words.addAll(List.of("/bin/sh", "-c", ShimScripts.words("mounts.sh"), "sh", mount, cwd.toString()));
        words.addAll(List.of(plan));
        words.addAll(List.of("--", "/bin/sh", "-c", command));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process script = builder.start();
        assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return script.exitValue() + " " + output.strip();
    }
}
