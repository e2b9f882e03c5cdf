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
            byte[] header = TarHeader.of("big", new PackedEntry("big", folder, "1", size, false, ""));
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
        for (String target : List.of("/", "/etc/passwd", "../../secret", "../../app/x", "./../../x")) {
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

    /** With self -> . the kernel goes up more than the text does. */
    @Test
    void of_linkUpBehindAName_fails() throws Exception {
        Files.createSymbolicLink(folder.resolve("self"), Path.of("."));
        for (String target : List.of("self/self/../../etc/x", "self/..", "a//../../secret")) {
            run(folder, "ln", "-s", target, "up");

            assertThatThrownBy(this::archive)
                    .hasMessageStartingWith("up is a link with .. behind a name, to " + target + ",");
            Files.delete(folder.resolve("up"));
        }
        assertThat(archive().files()).containsExactly(new FolderArchive.PackedFile("self -> .", 0));
    }

    @Test
    void of_filesThatGiveAccess_stayOutOrAreRefused() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        for (String name : List.of(
                "home/server.lock",
                "launcho-client-auth.yaml",
                "prod-launcho-client-auth.yaml",
                "launcho-server-auth.yaml",
                "launcho-extra-secrets.yaml",
                "server.js")) {
            Files.writeString(folder.resolve(name), "");
        }
        Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n");

        FolderArchive archive = FolderArchive.of(folder, Set.of(home), "");

        assertThat(archive.files().stream().map(FolderArchive.PackedFile::name)).containsExactly("ca.pem", "server.js");
        assertThat(archive.notices())
                .hasSize(4)
                .contains("prod-launcho-client-auth.yaml gives access to a server of Launcho, so it stays out");
    }

    @Test
    void of_passwordOrKey_isRefusedUnlessDemanded() throws Exception {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        for (String name : List.of(".env", ".env.production", "id_rsa", "id_ed25519", "tls.pem", "tls.key")) {
            Path file = Files.writeString(sub.resolve(name), "-----BEGIN RSA PRIVATE KEY-----\n");

            assertFailure(
                    this::archive,
                    ExitCode.INVALID,
                    "sub/" + name + " may have a password or a private key, and every token of the server can read it,"
                            + " nothing sent",
                    "name it in .launchoignore; or, to send it, write !/sub/" + name + " there");
            Path ignore = Files.writeString(folder.resolve(".launchoignore"), "!/sub/" + name + "\n");
            assertThat(archive().files()).hasSize(1);
            Files.delete(file);
            Files.delete(ignore);
        }
    }

    @Test
    void of_ignoreFileThatIsNoFile_isNotOverlooked() throws Exception {
        Files.writeString(folder.resolve("a"), "");
        Path ours = folder.resolve(".launchoignore");
        Path git = folder.resolve(".gitignore");
        for (String make : List.of("mkdir", "mkfifo", "ln -s a")) {
            run(folder, "sh", "-c", make + " .gitignore && mv .gitignore .launchoignore");
            assertFailure(
                    this::archive,
                    ExitCode.INVALID,
                    ours + " is not a regular file, nothing sent",
                    "put a file in its place: without it, files that it names would be sent");
            Files.delete(ours);
        }
        Files.createDirectory(git);
        assertThat(archive().notices())
                .containsExactly(git + " is not a regular file, so it counts as absent, as with Git");
    }

    /** Anybody may make a .git in /tmp. */
    @Test
    void of_gitFolderThatIsNoCheckoutOrAnothersOwn_doesNotCount() throws Exception {
        Path top = directory.toRealPath();
        Path git = Files.createDirectory(top.resolve(".git"));
        Files.writeString(top.resolve(".gitignore"), "a\n");
        Files.writeString(folder.resolve("a"), "");
        Files.writeString(folder.resolve("b"), "");
        assertThat(archive().files()).hasSize(2);

        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        assertThat(archive().files()).hasSize(1);
        Files.delete(git.resolve("HEAD"));
        Files.delete(git);
        Files.writeString(git, "gitdir: ../elsewhere\n");
        assertThat(archive().files()).hasSize(1);
        Files.writeString(git, "something else\n");
        assertThat(archive().files()).hasSize(2);

        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        Files.writeString(git, "gitdir: ../elsewhere\n");
        run(top, "chown", "65534", git.toString());
        FolderArchive archive = archive();
        assertThat(archive.files()).hasSize(2);
        assertThat(archive.notices())
                .containsExactly(git + " belongs to another user, so no .gitignore above the folder counts for it");
    }

    /** Somebody else exchanges a folder or a file after it was listed. */
    @Test
    void open_exchangedForALinkOrFifo_fails() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("key"), "theirs");
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Files.writeString(sub.resolve("key"), "mine!!");
        for (String exchange : List.of(
                "mv sub old && ln -s ../outside sub",
                "mv sub/key old && ln -s ../../outside/key sub/key",
                "mv sub/key old && ln ../outside/key sub/key",
                "mv sub/key old && mkfifo sub/key")) {
            FolderArchive archive = archive();
            run(folder, "sh", "-c", exchange);

            try (InputStream in = archive.open()) {
                assertThatThrownBy(in::readAllBytes).as(exchange).isInstanceOf(ContentFailure.class);
            }
            run(
                    folder,
                    "sh",
                    "-c",
                    exchange.startsWith("mv sub old") ? "rm sub; mv old sub" : "rm sub/key; mv old sub/key");
        }
    }

    /** As above, but while the folder is walked: what is opened by name from an open folder stays in it. */
    @Test
    void folder_exchangedForALink_isNotFollowed() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("key"), "");
        Files.createDirectory(folder.resolve("sub"));
        try (OpenFolder open = OpenFolder.at(folder)) {
            assertThat(open.attributes(Path.of("sub")).isDirectory()).isTrue();
            run(folder, "sh", "-c", "rmdir sub && ln -s ../outside sub");

            assertThatThrownBy(() -> open.folder(Path.of("sub"))).isInstanceOf(IOException.class);
            run(folder, "sh", "-c", "rm sub && ln -s ../outside/key sub");
            assertThatThrownBy(() -> open.file(Path.of("sub"), 0)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void of_veryDeepFolder_fails() throws Exception {
        run(folder, "sh", "-c", "for i in $(seq 210); do mkdir d && cd d; done; touch file");

        assertThatThrownBy(this::archive).hasMessageContaining("/d is more than 199 folders deep, nothing sent");
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
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOfSatisfying(
                            ContentFailure.class,
                            e -> assertThat(e.advice()).isEqualTo("make it readable, or name it in .launchoignore"))
                    .hasMessage("key can't be read: permission denied");
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
