package dev.launcho.core.process;

import static dev.launcho.core.model.Specs.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.disk.EffectiveUser;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.folder.WorkDirs;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by a user in whose folder resources are placed: root writes nowhere else. */
@Tag("attack")
class PlantedLinkTest {
    private static final InstanceId ID = new InstanceId("calm-otter-1");
    private static final String NOBODY = "65534";
    private static final String DAEMON = "1";

    @TempDir
    Path dir;

    private Path app;
    private Path rootOnly;
    private Path precious;
    private WorkDirs work;

    @BeforeEach
    void plant() throws IOException {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        mode(dir, "rwx--x--x");
        Files.writeString(Files.createDirectory(dir.resolve("storage")).resolve("bundle"), "content");
        rootOnly = mode(Files.createDirectory(dir.resolve("rootonly")), "rwx------");
        precious = Files.writeString(rootOnly.resolve("precious"), "root's");
        app = give(Files.createDirectory(dir.resolve("app")), NOBODY);
        work = new WorkDirs(
                dir.resolve("work"), "home", id -> dir.resolve("storage").resolve(id), SystemTools.find(line -> {}));
    }

    /** As root's own process, too: without a uid nobody is dropped to. */
    @ParameterizedTest
    @ValueSource(strings = {"nobody", "daemon", ""})
    void prepare_folderIsALink_isRefusedAndNothingIsWritten(String uid) throws IOException {
        link("conf", rootOnly);

        assertThatThrownBy(() -> prepare(uid, app, "conf/app.conf"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("conf is a link, in a folder that another user can change");
        assertThat(rootOnly).isDirectoryContaining(precious::equals).isDirectoryNotContaining("glob:**app.conf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "daemon", ""})
    void prepare_namesThatAreLinksAlready_areReplacedAndNotFollowed(String uid) throws IOException {
        link(".plain.txt.launcho", precious);
        link("plain.txt", precious);
        prepare(uid, app, "plain.txt");

        assertThat(precious).hasContent("root's");
        assertThat(app.resolve("plain.txt")).isRegularFile().hasContent("content");
        assertThat(Files.isSymbolicLink(app.resolve("plain.txt"))).isFalse();
        String owner = uid.isEmpty() ? "0" : uid.equals("nobody") ? NOBODY : DAEMON;
        assertThat(owner(app.resolve("plain.txt"))).isEqualTo(owner);
    }

    @ParameterizedTest
    @ValueSource(strings = {"daemon", ""})
    void prepare_cwdItselfIsALinkOfTheirs_isRefused(String uid) throws IOException {
        link("site", rootOnly);

        assertThatThrownBy(() -> prepare(uid, app.resolve("site"), "app.conf")).hasMessageContaining("site is a link");
        assertThat(rootOnly).isDirectoryNotContaining("glob:**app.conf");
    }

    @Test
    void prepare_linksOfTheInstancesUser_areFollowedAsThatUser() throws IOException {
        Path release = give(Files.createDirectories(app.resolve("releases/5")), NOBODY);
        link("current", Path.of("releases/5"));
        prepare("nobody", app, "current/conf/app.conf");

        assertThat(release.resolve("conf/app.conf")).hasContent("content");
        assertThat(owner(release.resolve("conf"))).isEqualTo(NOBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", ""})
    void prepare_folderSwappedForALinkMeanwhile_writesNowhereElse(String uid) throws Exception {
        give(Files.createDirectory(app.resolve("conf")), NOBODY);
        String swap =
                "cd \"$1\"; while [ ! -e \"$3\" ]; do mv conf aside; ln -s \"$2\" conf; rm conf; mv aside conf; done";
        Process attacker = new ProcessBuilder(
                        "setpriv",
                        "--reuid=+65534",
                        "--clear-groups",
                        "sh",
                        "-c",
                        swap,
                        "sh",
                        app.toString(),
                        rootOnly.toString(),
                        dir.resolve("over").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            for (int round = 0; round < 40; round++) {
                try {
                    prepare(uid, app, "conf/app.conf");
                } catch (IOException refused) {
                    continue;
                }
            }
        } finally {
            Files.createFile(dir.resolve("over"));
            assertThat(attacker.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(rootOnly).isDirectoryNotContaining("glob:**{app.conf,.launcho*}");
        assertThat(precious).hasContent("root's");
    }

    @Test
    void prepare_folderOfAThirdUser_isFilledAndTheFileIsTheInstances() throws IOException {
        prepare("daemon", app, "a/b/app.conf");

        assertThat(app.resolve("a/b/app.conf")).hasContent("content");
        for (String made : new String[] {"a", "a/b", "a/b/app.conf"}) {
            assertThat(owner(app.resolve(made))).as(made).isEqualTo(DAEMON);
        }
        assertThat(app).isDirectoryNotContaining("glob:**.launcho*");
    }

    @Test
    void prepare_folderOfRoots_isFilledAsEver() throws IOException {
        Path srv = mode(Files.createDirectory(dir.resolve("srv")), "rwxr-xr-x");
        for (int launch = 0; launch < 2; launch++) {
            prepare("nobody", srv, "a/b/app.conf");
            prepare("nobody", srv, "plain");
        }

        assertThat(srv.resolve("a/b/app.conf")).hasContent("content");
        assertThat(owner(srv)).isEqualTo("0");
        for (String made : new String[] {"a", "a/b", "a/b/app.conf", "plain"}) {
            assertThat(owner(srv.resolve(made))).as(made).isEqualTo(NOBODY);
        }
    }

    /**
     * Otherwise a process of that user could plant a link after the second launch has looked, and before it copies.
     *
     * @param linked whether the launches start in two directories, from which links of root's lead to the folder
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void prepare_launchesThatShareANewFolder_fillItOneAfterTheOther(boolean linked) throws Exception {
        Path srv = mode(Files.createDirectory(dir.resolve("srv")), "rwxr-xr-x");
        Path otherCwd = linked ? mode(Files.createDirectory(dir.resolve("other")), "rwxr-xr-x") : srv;
        if (linked) {
            Path shared = mode(Files.createDirectory(dir.resolve("shared")), "rwxr-xr-x");
            Files.createSymbolicLink(srv.resolve("in"), shared);
            Files.createSymbolicLink(otherCwd.resolve("in"), shared);
        }
        String in = linked ? "in/" : "";
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        WorkDirs watched = new WorkDirs(
                dir.resolve("work"),
                "home",
                id -> {
                    Path conf = srv.resolve(in + "conf");
                    seen.add(id + " " + (Files.exists(conf) ? owner(conf) : "none"));
                    if (id.equals("second")) {
                        begun.countDown();
                        await(goOn);
                    }
                    return dir.resolve("storage/bundle");
                },
                SystemTools.find(line -> {}));
        ProcessSpec spec = Specs.user(sh("true"), "nobody", "");
        ProcessSpec two = Specs.resource(
                Specs.resource(Specs.cwd(spec, srv.toString()), "first", in + "conf/a"), "second", in + "conf/b");
        ProcessSpec three = Specs.resource(Specs.cwd(spec, otherCwd.toString()), "third", in + "conf/c");
        FutureTask<Path> one = new FutureTask<>(() -> watched.prepare(ID, two, UserAccount.of("nobody", "")));
        FutureTask<Path> other = new FutureTask<>(
                () -> watched.prepare(new InstanceId("calm-otter-2"), three, UserAccount.of("nobody", "")));
        new Thread(one).start();
        await(begun);
        Thread waiting = new Thread(other);
        waiting.start();
        Awaitility.await()
                .atMost(HostFixture.SOON)
                .until(() -> seen.size() > 2 || waiting.getState() == Thread.State.WAITING);
        goOn.countDown();
        one.get(30, TimeUnit.SECONDS);
        other.get(30, TimeUnit.SECONDS);

        assertThat(seen).containsExactly("first none", "second 0", "third " + NOBODY);
        for (String file : new String[] {"a", "b", "c"}) {
            assertThat(srv.resolve(in + "conf").resolve(file)).hasContent("content");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void prepare_freshDirectory_isRootsAloneUntilItIsFilled() throws IOException {
        WorkDirs watched = new WorkDirs(
                dir.resolve("work"),
                "home",
                id -> {
                    Path own = dir.resolve("work").resolve(ID.name());
                    assertThat(owner(own)).isEqualTo("0");
                    assertThat(permissions(own)).isEqualTo("rwx------");
                    return dir.resolve("storage").resolve(id);
                },
                SystemTools.find(line -> {}));
        Path own = watched.prepare(ID, resource("nobody", "", "a/app.conf"), UserAccount.of("nobody", ""));

        assertThat(owner(own)).isEqualTo(NOBODY);
        assertThat(owner(own.resolve("a"))).isEqualTo(NOBODY);
        assertThat(owner(own.resolve("a/app.conf"))).isEqualTo(NOBODY);
    }

    @Test
    void prepare_workFolderOfAnotherUser_isRefused() throws IOException {
        give(Files.createDirectory(dir.resolve("work")), NOBODY);

        assertThatThrownBy(() -> work.prepare(ID, sh("true"), UserAccount.of("", "")))
                .hasMessageContaining("belongs to nobody");
    }

    /** An intruder with the same user could attach to the copy, and would have all that the copy may do. */
    @Test
    void prepare_copyAsTheirUser_isAsConfinedAsTheirCommandAndStandsNowhereOfRoots() throws IOException {
        Path seen = mode(Files.createFile(dir.resolve("seen")), "rw-rw-rw-");
        Path shell = mode(
                Files.writeString(
                        dir.resolve("sh"),
                        "#!/bin/sh\n/bin/echo \"$(/usr/bin/id -u) $(/usr/bin/readlink /proc/$$/cwd) $(/bin/grep NoNewPrivs"
                                + " /proc/$$/status)\" >>" + seen + "\nexec /bin/sh \"$@\"\n"),
                "rwxr-xr-x");
        SystemTools tools = SystemTools.find(line -> {});
        assumeThat(tools.refusing()).as("setpriv --no-new-privs").isPresent();
        Path below = give(Files.createDirectory(rootOnly.resolve("app")), NOBODY);
        WorkDirs watched = new WorkDirs(
                dir.resolve("work"), "home", id -> dir.resolve("storage").resolve(id), tools.with(shell));
        for (Path cwd : new Path[] {app, below}) {
            watched.prepare(ID, resource("nobody", cwd.toString(), "a/app.conf"), UserAccount.of("nobody", ""));
            assertThat(cwd.resolve("a/app.conf")).hasContent("content");
        }

        assertThat(Files.readAllLines(seen))
                .filteredOn(line -> line.startsWith(NOBODY))
                .containsExactly(NOBODY + " / NoNewPrivs:\t1", NOBODY + " / NoNewPrivs:\t1");
    }

    /** As an intruder with the same user who has taken a copy of the copy's output. */
    @Test
    void prepare_outputOfTheCopyThatAnotherFills_isPlaced() throws IOException {
        Path shell = mode(
                Files.writeString(
                        dir.resolve("sh"),
                        "#!/bin/sh\nif [ \"$(/usr/bin/id -u)\" = " + NOBODY
                                + " ]; then /usr/bin/yes & fi\nexec /bin/sh \"$@\"\n"),
                "rwxr-xr-x");
        WorkDirs filled = new WorkDirs(
                dir.resolve("work"),
                "home",
                id -> dir.resolve("storage").resolve(id),
                SystemTools.find(line -> {}).with(shell));
        filled.prepare(ID, resource("nobody", app.toString(), "a/app.conf"), UserAccount.of("nobody", ""));

        assertThat(app.resolve("a/app.conf")).hasContent("content");
    }

    private void prepare(String uid, Path cwd, String file) throws IOException {
        work.prepare(ID, resource(uid, cwd.toString(), file), UserAccount.of(uid, ""));
    }

    private static ProcessSpec resource(String uid, String cwd, String file) {
        return Specs.resource(Specs.cwd(Specs.user(sh("true"), uid, ""), cwd), "bundle", file);
    }

    private void link(String name, Path to) throws IOException {
        give(Files.createSymbolicLink(app.resolve(name), to), NOBODY);
    }

    private static Path give(Path file, String uid) throws IOException {
        Files.setAttribute(file, "unix:uid", Integer.parseInt(uid), LinkOption.NOFOLLOW_LINKS);
        return file;
    }

    private static Path mode(Path folder, String permissions) throws IOException {
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private static String owner(Path file) {
        try {
            return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
