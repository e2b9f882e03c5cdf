package dev.launcho.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.core.disk.EffectiveUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderArchiveTest {
    private static final String LONG = "long-".repeat(30);

    @TempDir
    Path directory;

    private Path folder;

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectory(directory.toRealPath().resolve("app"));
    }

    private FolderArchive archive() throws Failure {
        return FolderArchive.of(folder, Set.of(), "");
    }

    private byte[] bytes() throws Exception {
        try (InputStream in = archive().open()) {
            return in.readAllBytes();
        }
    }

    private static String run(Path where, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Returns the files below a folder: what is in them, which may be run, where links point. */
    private static Map<String, String> content(Path top) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (var all = Files.walk(top)) {
            for (Path file : all.toList()) {
                String name = top.relativize(file).toString();
                if (Files.isSymbolicLink(file)) {
                    content.put(name, "-> " + Files.readSymbolicLink(file));
                } else if (Files.isRegularFile(file)) {
                    content.put(name, (Files.isExecutable(file) ? "x " : "- ") + Files.readString(file));
                }
            }
        }
        return content;
    }

    private static void fill(Path top) throws IOException {
        Files.writeString(top.resolve("empty"), "");
        Files.writeString(top.resolve("one block"), "x".repeat(512));
        Files.writeString(top.resolve("ü.txt"), "more than one block".repeat(100));
        Path deep = Files.createDirectories(top.resolve(LONG).resolve(LONG));
        Files.writeString(deep.resolve("a".repeat(100)), "deep");
        Files.writeString(top.resolve("b".repeat(100)), "as long as a header's field");
        Files.writeString(top.resolve("c".repeat(101)), "longer by one");
        Path script = Files.writeString(top.resolve("run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(top.resolve("link"), Path.of("run.sh"));
        Files.createSymbolicLink(deep.resolve("up"), Path.of("../../run.sh"));
        Files.createSymbolicLink(top.resolve("far"), Path.of(LONG, LONG, "a".repeat(100)));
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("later"));
    }

    @Test
    void open_folder_isUnpackedByTarAsItWas() throws Exception {
        fill(folder);
        Path tar = Files.write(directory.resolve("app.tar.bz2"), bytes()); // tar goes by the content, not by the name.
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));

        assertThat(run(unpacked, "tar", "-xf", tar.toString())).isEmpty();

        assertThat(content(unpacked)).isEqualTo(content(folder));
        assertThat(archive().size()).isEqualTo(Files.size(tar));
        assertThat(archive().files())
                .contains(new FolderArchive.PackedFile("link -> run.sh", 0))
                .contains(new FolderArchive.PackedFile("one block", 512));
    }

    @Test
    void open_folder_isUnpackedByBusyBoxToo() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/busybox")))
                .as("there is BusyBox")
                .isTrue();
        fill(folder);
        Path tar = Files.write(directory.resolve("app.tar"), bytes());
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));

        run(unpacked, "/usr/bin/busybox", "tar", "-xf", tar.toString());

        assertThat(content(unpacked)).isEqualTo(content(folder));
    }

    @Test
    void open_sameContentElsewhere_givesTheSameBytes() throws Exception {
        fill(folder);
        byte[] first = bytes();
        Path other = Files.createDirectory(directory.toRealPath().resolve("other"));
        fill(other);
        Files.createDirectory(other.resolve("empty folder"));
        Files.setLastModifiedTime(other.resolve("empty"), FileTime.fromMillis(0));
        Files.setPosixFilePermissions(other.resolve("one block"), PosixFilePermissions.fromString("rw-rw-rw-"));
        folder = other;

        assertThat(bytes()).isEqualTo(first);

        Files.setPosixFilePermissions(other.resolve("one block"), PosixFilePermissions.fromString("rwxrw-rw-"));
        assertThat(bytes()).isNotEqualTo(first);
    }

    @Test
    void open_prefix_isBeforeEachName() throws Exception {
        Files.writeString(folder.resolve("a"), "");
        FolderArchive archive = FolderArchive.of(folder, Set.of(), "bündel/v1");
        Path tar = directory.resolve("app.tar");
        try (InputStream in = archive.open()) {
            Files.copy(in, tar);
        }

        run(directory, "tar", "-xf", tar.toString());
        assertThat(directory.resolve("bündel/v1/a")).exists();
    }

    @Test
    void open_nameThatIsNotUtf8_keepsItsBytes() throws Exception {
        run(folder, "sh", "-c", "printf x > \"$(printf 'a\\377b')\"; ln -s \"$(printf 'a\\377b')\" link");
        Path tar = Files.write(directory.resolve("app.tar"), bytes());
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));

        run(unpacked, "tar", "-xf", tar.toString());

        assertThat(run(unpacked, "sh", "-c", "cat \"$(printf 'a\\377b')\" link"))
                .isEqualTo("xx");
    }

    @Test
    void header_eightGigabytes_isReadByTar() throws Exception {
        for (long size : List.of(8L << 30, (8L << 30) - 1)) {
            byte[] header = TarHeader.of("big", new PackedEntry("big", folder, size, false, ""));
            Path tar = Files.write(directory.resolve("big.tar"), header);

            // The content is missing, so tar fails at last.
            assertThat(run(directory, "sh", "-c", "tar -tvf big.tar 2>/dev/null || true"))
                    .as(tar.toString())
                    .contains(" " + size + " 2000-01-01 ");
        }
    }

    /** More than the heap of a test would hold twice: the bytes are made while they are read. */
    @Test
    void open_largeFile_isStreamed() throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            file.setLength(3L << 30);
        }

        try (InputStream in = archive().open()) {
            assertThat(in.skip(512)).isEqualTo(512);
            assertThat(in.readNBytes(1 << 20)).containsOnly(0);
        }
        assertThat(archive().size()).isEqualTo((3L << 30) + 3 * 512);
    }

    @Test
    void open_fileThatChangesMeanwhile_fails() throws Exception {
        Path file = Files.writeString(folder.resolve("log"), "one");
        for (String now : List.of("longer than before", "o")) {
            Files.writeString(file, "one");
            FolderArchive archive = archive();
            Files.writeString(file, now);

            try (InputStream in = archive.open()) {
                assertThatThrownBy(in::readAllBytes).hasMessage("log changed while it was read");
            }
        }
        FolderArchive archive = archive();
        Files.delete(file);
        try (InputStream in = archive.open()) {
            assertThatThrownBy(in::readAllBytes).hasMessageStartingWith("log can't be read: ");
        }
    }

    @Test
    void of_ignoredFiles_leavesThemOut() throws Exception {
        for (String name :
                List.of("dist/app.js", ".git/HEAD", "node_modules/m/index.js", "sub/.git", "sub/x", "server.js")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "");
        }
        Files.writeString(folder.resolve(".gitignore"), "dist\nnode_modules\n");
        Files.writeString(folder.resolve("dist/.gitignore"), "*\n");
        Files.writeString(folder.resolve(".launchoignore"), "!dist\n!dist/*\n.gitignore\n");

        assertThat(archive().files().stream().map(FolderArchive.PackedFile::name))
                .containsExactly("dist/app.js", "server.js", "sub/x");
    }

    @Test
    void of_nothingToPack_fails() throws Exception {
        Files.createDirectory(folder.resolve("empty"));

        assertFailure(
                this::archive,
                ExitCode.INVALID,
                folder + " has no file to pack, nothing sent",
                "if .gitignore names what is to be deployed, write !NAME into .launchoignore");
    }

    @Test
    void of_linkOutOfTheFolder_fails() throws Exception {
        Files.createDirectory(folder.resolve("sub"));
        for (String target : List.of("/etc/passwd", "../../secret", "../../app/x", "./../../x")) {
            Path link = Files.createSymbolicLink(folder.resolve("sub/link"), Path.of(target));

            assertFailure(
                    this::archive,
                    ExitCode.INVALID,
                    "sub/link is a link out of the folder, to " + target + ", nothing sent",
                    "replace it by a copy, or name it in .launchoignore");
            Files.delete(link);
        }
        Files.createSymbolicLink(folder.resolve("sub/link"), Path.of("/etc/passwd"));
        Files.writeString(folder.resolve(".launchoignore"), "link\n");
        Files.writeString(folder.resolve("a"), "");
        assertThat(archive().files()).hasSize(1);
    }

    @Test
    void of_socketOrFifo_fails() throws Exception {
        run(folder, "mkfifo", "fifo");
        List<String> lines = List.of("remove it, or name it in .launchoignore");
        assertFailure(this::archive, ExitCode.INVALID, "fifo is a socket, FIFO or device, nothing sent", lines.get(0));
        Files.delete(folder.resolve("fifo"));

        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
            assertFailure(this::archive, ExitCode.INVALID, "s is a socket, FIFO or device, nothing sent", lines.get(0));
        }
    }

    @Test
    void of_unreadable_namesIt() throws Exception {
        assumeThat(EffectiveUser.isRoot()).as("root may read all").isFalse();
        Path file = Files.writeString(folder.resolve("key"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        try (InputStream in = archive().open()) {
            assertThatThrownBy(in::readAllBytes).hasMessage("key can't be read: permission denied");
        }
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Files.setPosixFilePermissions(sub, PosixFilePermissions.fromString("---------"));
        try {
            assertFailure(
                    this::archive,
                    ExitCode.FAILED,
                    sub + " can't be read: permission denied, nothing sent",
                    "make it readable, or name it in .launchoignore");
        } finally {
            Files.setPosixFilePermissions(sub, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void assertFailure(ThrowingCallable call, ExitCode exit, String... lines) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.lines()).isEqualTo(Arrays.asList(lines));
            assertThat(failure.exit()).isEqualTo(exit);
        });
    }
}
