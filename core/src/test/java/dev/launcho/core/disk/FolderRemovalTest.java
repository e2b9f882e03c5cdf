package dev.launcho.core.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks by the user whose folder is removed: nothing outside of it goes. */
@Tag("attack")
class FolderRemovalTest {
    private static final int FOREIGN = 500;
    private static final int NOBODY = 65_534;

    @TempDir
    Path dir;

    /** The attacker is as fast as a thread can be, and root where this test is: more than a user can do. */
    @Test
    void remove_foldersSwappedForLinksMeanwhile_leavesAllThatTheyLeadTo() throws Exception {
        Path foreign = Files.createDirectory(dir.resolve("foreign"));
        for (int i = 0; i < FOREIGN; i++) {
            Files.createFile(foreign.resolve("file-" + i));
        }
        for (int round = 0; round < 30; round++) {
            Path top = Files.createDirectory(dir.resolve("top-" + round));
            for (int i = 0; i < 20; i++) {
                Path folder = Files.createDirectories(top.resolve("folder-" + i));
                for (int j = 0; j < 10; j++) {
                    Files.createFile(folder.resolve("file-" + j));
                }
            }
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> attacker = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    for (int i = 0; i < 20; i++) {
                        swap(top.resolve("folder-" + i), foreign);
                    }
                }
            });
            try {
                Folders.remove(top);
            } catch (IOException left) {
                // What comes back again and again may stay; what it leads to has to.
            } finally {
                over.set(true);
                attacker.join();
            }
        }

        try (Stream<Path> files = Files.list(foreign)) {
            assertThat(files.count()).isEqualTo(FOREIGN);
        }
    }

    private static void swap(Path folder, Path foreign) {
        try {
            Path aside = folder.resolveSibling("aside");
            Files.move(folder, aside);
            Files.createSymbolicLink(folder, foreign);
            Files.delete(folder);
            Files.move(aside, folder);
        } catch (IOException gone) {
            return;
        }
    }

    @Test
    void remove_linksOfAllKinds_goWithoutWhatTheyLeadTo() throws IOException {
        Path kept = Files.writeString(Files.createDirectory(dir.resolve("kept")).resolve("file"), "kept");
        Path top = Files.createDirectories(dir.resolve("top/deep"));
        Files.createSymbolicLink(top.resolve("file"), kept);
        Files.createSymbolicLink(top.resolve("folder"), kept.getParent());
        Files.createSymbolicLink(top.resolve("up"), Path.of("../.."));
        Files.createLink(top.resolve("hard"), kept);
        Folders.remove(dir.resolve("top"));

        assertThat(dir.resolve("top")).doesNotExist();
        assertThat(kept).hasContent("kept");
    }

    @Test
    void remove_deeperThanAPathMayBe_takesFewDescriptors() throws Exception {
        String chain = "d/".repeat(1_000);
        Path top = Files.createDirectory(dir.resolve("top"));
        run(
                "sh",
                "-c",
                "cd \"$1\"; for i in 1 2 3; do mkdir -p " + chain + " && cd -P " + chain + "; done",
                "sh",
                top.toString());
        AtomicBoolean over = new AtomicBoolean();
        int before = descriptors();
        CompletableFuture<Integer> most = CompletableFuture.supplyAsync(() -> {
            int seen = 0;
            while (!over.get()) {
                seen = Math.max(seen, descriptors());
            }
            return seen;
        });
        try {
            Folders.remove(top);
        } finally {
            over.set(true);
        }

        assertThat(top).doesNotExist();
        assertThat(most.join()).isLessThan(before + 100);
    }

    private static int descriptors() {
        String[] open = new java.io.File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    /** As nobody can who may write to a folder of root's: moves it below its own. */
    @Test
    void remove_folderOfAnotherUserMovedIn_isLeftAndSaid() throws IOException {
        assumeRoot();
        Path top = Files.createDirectory(dir.resolve("top"));
        Path file = Files.writeString(
                Files.createDirectories(top.resolve("mine/inbox/data")).resolve("report"), "root's");
        Files.setPosixFilePermissions(top.resolve("mine/inbox"), PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Path nobodys : new Path[] {top, top.resolve("mine"), Files.createFile(top.resolve("own"))}) {
            Files.setAttribute(nobodys, "unix:uid", NOBODY);
        }

        for (int start = 0; start < 2; start++) {
            assertThatThrownBy(() -> Folders.remove(top))
                    .hasMessageContaining("mine/inbox belongs to root and was left");
            assertThat(file).hasContent("root's");
        }
        assertThat(top.resolve("own")).doesNotExist();
    }

    /** Eleven levels cost 8^11 listings once: each level went through the one below again and again. */
    @Test
    void remove_foreignFolderManyLevelsDown_isSaidSoon() throws IOException {
        assumeRoot();
        Path top = Files.createDirectory(dir.resolve("top"));
        Path last = Files.createDirectories(top.resolve("a/a/a/a/a/a/a/a/a/a/a"));
        Path file = Files.createFile(Files.createDirectory(last.resolve("x")).resolve("y"));
        for (Path nobodys = last; !nobodys.equals(dir); nobodys = nobodys.getParent()) {
            Files.createFile(nobodys.resolve("own"));
            Files.setAttribute(nobodys, "unix:uid", NOBODY);
        }

        for (int start = 0; start < 2; start++) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> assertThatThrownBy(() -> Folders.remove(top))
                            .hasMessageContaining(last + "/x belongs to root and was left"));
            assertThat(file).exists();
            assertThat(last.resolve("own")).doesNotExist();
            assertThat(Files.getAttribute(last, "unix:uid")).isEqualTo(NOBODY);
        }
    }

    /** Nobody can move a mount point to the top, and none of the attempts may count as progress. */
    @Test
    void remove_mountPointTooDeepToStayThere_isSaidSoon() throws Exception {
        assumeRoot();
        Path top = Files.createDirectory(dir.resolve("top"));
        Path mounted = Files.createDirectories(top.resolve("a/".repeat(13)));
        assumeThat(new ProcessBuilder("mount", "-t", "tmpfs", "none", mounted.toString())
                        .start()
                        .waitFor())
                .as("status of mount")
                .isZero();
        try {
            Files.createFile(mounted.resolve("file"));
            assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> assertThatThrownBy(() -> Folders.remove(top)).hasMessageContaining(mounted.toString()));
        } finally {
            run("umount", mounted.toString());
        }
        Folders.remove(top);

        assertThat(top).doesNotExist();
    }

    /** What lies in a folder that all may write to may be anybody's. The second listing must not think otherwise. */
    @Test
    void remove_foldersOfOthersInAFolderOfRootThatAllMayWriteTo_areLeft() throws IOException {
        assumeRoot();
        Path open = Files.createDirectories(dir.resolve("top/open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path file =
                Files.createFile(Files.createDirectory(open.resolve("inbox")).resolve("report"));
        Files.createFile(open.resolve("own"));
        Files.setAttribute(open.resolve("inbox"), "unix:uid", NOBODY);

        assertThatThrownBy(() -> Folders.remove(dir.resolve("top"))).hasMessageContaining("belongs to nobody");
        assertThat(file).exists();
    }

    @Test
    void remove_readOnlyFoldersOfAnyUser_allGoes() throws IOException {
        Path top = Files.createDirectories(dir.resolve("top/a/b"));
        Files.createFile(top.resolve("file"));
        for (String mode : new String[] {"---------", "r-xr-xr-x", "rwxrwxrwx"}) {
            Path folder = Files.createDirectory(top.resolve("x" + mode.hashCode()));
            Files.createFile(folder.resolve("file"));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
        }
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("r-x------"));
        Folders.remove(dir.resolve("top"));

        assertThat(Files.exists(dir.resolve("top"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private static void assumeRoot() throws IOException {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
