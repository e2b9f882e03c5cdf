package dev.launcho.core.process.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.CommandFault.Kind;
import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.process.system.ElfHeader;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.PrivilegeDrop;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files, and real shells that look at them. */
class CommandInspectionTest {
    private static final UserAccount SELF = new UserAccount(UserAccount.SAME, UserAccount.SAME, "", "", "", "");
    private static final UserAccount NOBODY =
            new UserAccount("65534", "65534", "--clear-groups", "nobody", "/", "/bin/sh");

    @TempDir
    Path dir;

    private Path bin;

    @BeforeEach
    void folders() throws IOException {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        bin = Files.createDirectory(dir.resolve("bin"));
    }

    private Optional<CommandFault> fault(String... command) throws Exception {
        return fault(SELF, command);
    }

    private Optional<CommandFault> fault(UserAccount as, String... command) throws Exception {
        ExecContext in = new ExecContext(
                as,
                Map.of("PATH", bin + ":/usr/bin:/bin"),
                dir,
                PrivilegeDrop.words(SystemTools.find(line -> {}), as, ProcessConfinement.DEFAULT),
                0);
        CommandInspection inspection = new CommandInspection(new UserEyes(SystemTools.find(warning -> {})), in);
        for (int tries = 1; ; tries++) {
            try {
                return inspection.of(List.of(command));
            } catch (IOException late) {
                // On a busy machine the look may take longer than its five seconds.
                if (!"no answer in 5 s".equals(late.getMessage()) || tries == 3) {
                    throw late;
                }
            }
        }
    }

    private Path write(String name, String mode, byte[] bytes) throws IOException {
        Path file = Files.write(dir.resolve(name), bytes);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Path write(String name, String mode, String text) throws IOException {
        return write(name, mode, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<CommandFault> found(Kind kind, String file, String detail) {
        return Optional.of(new CommandFault(kind, file, detail));
    }

    @Test
    void of_whatRuns_isNothing() throws Exception {
        write("app", "rwxr-xr-x", "#!/bin/sh\nexit 127\n");
        write("bin/tool", "rwxr-xr-x", "#!/usr/bin/env sh\n");
        write("bare", "rwxr-xr-x", "exit 127\n");
        write("nobody", "rwxr-xr-x", "#!\nexit 127\n");

        assertThat(fault("sh", "-c", "nosuch")).isEmpty();
        assertThat(fault("./app")).isEmpty();
        assertThat(fault(dir + "/app")).isEmpty();
        assertThat(fault("tool")).isEmpty();
        assertThat(fault("./bare")).as("sh reads it").isEmpty();
        assertThat(fault("./nobody")).as("sh reads it").isEmpty();
    }

    @Test
    void of_whatIsNotThere_saysWhereItWasLookedFor() throws Exception {
        write("here", "rwxr-xr-x", "#!/bin/sh\n");
        Files.createSymbolicLink(dir.resolve("link"), Path.of("/nowhere/app"));

        assertThat(fault("nosuch-program")).isEqualTo(found(Kind.NOT_IN_PATH, "nosuch-program", ""));
        assertThat(fault("here")).isEqualTo(found(Kind.NOT_IN_PATH, "here", "./here"));
        assertThat(fault("./nosuch")).isEqualTo(found(Kind.NO_FILE, "./nosuch", ""));
        assertThat(fault("here/such")).isEqualTo(found(Kind.NO_FILE, "here/such", ""));
        assertThat(fault("no/such")).isEqualTo(found(Kind.NO_FILE, "no/such", ""));
        assertThat(fault("./link")).isEqualTo(found(Kind.BROKEN_LINK, "./link", "/nowhere/app"));
        assertThat(fault("./bin")).isEqualTo(found(Kind.NO_PLAIN_FILE, "./bin", "folder"));
    }

    @Test
    void of_aNameWithLettersOfAllKinds_isLookedAtAsItIs() throws Exception {
        write("ä $(x) 'b", "rwxr-xr-x", "#!/bin/sh\r\n");

        assertThat(fault("./ä $(x) 'b")).isEqualTo(found(Kind.CR_LF, "./ä $(x) 'b", "/bin/sh"));
    }

    @Test
    void of_theFirstLine_saysWhatIsWrongWithIt() throws Exception {
        write("crlf", "rwxr-xr-x", "#!/bin/sh\r\necho hi\r\n");
        write("env-crlf", "rwxr-xr-x", "#!/usr/bin/env python3\r\n");
        write("gone", "rwxr-xr-x", "#!/opt/none/ruby -w\n");
        write("folder", "rwxr-xr-x", "#!/usr/bin\n");
        write("env", "rwxr-xr-x", "#!/usr/bin/env nosuch-node\n");
        write("env-s", "rwxr-xr-x", "#!/usr/bin/env -S nosuch-deno run\n");
        write("app.py", "rwxr-xr-x", "import os\n");

        assertThat(fault("./crlf")).isEqualTo(found(Kind.CR_LF, "./crlf", "/bin/sh"));
        assertThat(fault("./env-crlf")).isEqualTo(found(Kind.CR_LF, "./env-crlf", "python3"));
        assertThat(fault("./gone")).isEqualTo(found(Kind.NO_INTERPRETER, "./gone", "/opt/none/ruby"));
        assertThat(fault("./folder")).isEqualTo(found(Kind.NO_INTERPRETER, "./folder", "/usr/bin"));
        assertThat(fault("./env")).isEqualTo(found(Kind.NO_PROGRAM_OF_ENV, "./env", "nosuch-node"));
        assertThat(fault("./env-s")).isEqualTo(found(Kind.NO_PROGRAM_OF_ENV, "./env-s", "nosuch-deno"));
        assertThat(fault("./app.py")).isEqualTo(found(Kind.NO_FIRST_LINE, "./app.py", "python3"));
    }

    @Test
    void of_crAtTheEndOfAnArgument_isNoFaultWhereItIsWhiteSpace() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/perl")), "this machine has no perl");
        write("perl", "rwxr-xr-x", "#!/usr/bin/perl -w\r\nexit 2;\r\n");
        write("env-s", "rwxr-xr-x", "#!/usr/bin/env -S perl -w\r\nexit 2;\r\n");
        write("sh", "rwxr-xr-x", "#!/bin/sh -e\r\n");
        write("python", "rwxr-xr-x", "#!/usr/bin/python3 -u\r\n");
        write("blank", "rwxr-xr-x", "#!/usr/bin/perl \r\n");

        assertThat(fault("./perl")).isEmpty();
        assertThat(fault("./env-s")).isEmpty();
        assertThat(fault("./sh")).isEqualTo(found(Kind.CR_LF, "./sh", "-e"));
        assertThat(fault("./python")).isEqualTo(found(Kind.CR_LF, "./python", "-u"));
        assertThat(fault("./blank")).isEqualTo(found(Kind.CR_LF, "./blank", ""));
    }

    @Test
    void of_anInterpreterThatIsThere_saysWhatIsWrongWithThat() throws Exception {
        write("reader", "rwxr-xr-x", "#!/bin/sh\r\n");
        write("app", "rwxr-xr-x", "#!" + dir.resolve("reader") + "\n");
        write("packed", "rwxr-xr-x", new byte[] {0x1f, (byte) 0x8b, 8, 0});
        write("env", "rwxr-xr-x", "#!/usr/bin/env -S " + dir.resolve("packed") + " -u\n");

        assertThat(fault("./app"))
                .isEqualTo(found(Kind.CR_LF, dir.resolve("reader").toString(), "/bin/sh"));
        assertThat(fault("./env"))
                .isEqualTo(found(Kind.ARCHIVE, dir.resolve("packed").toString(), "tar xzf"));
    }

    @Test
    void of_scriptsInARow_areFollowedAsFarAsTheKernelGoes() throws Exception {
        write("script0", "rwxr-xr-x", "#!/bin/sh\n");
        for (int i = 1; i <= 5; i++) {
            write("script" + i, "rwxr-xr-x", "#!" + dir.resolve("script" + (i - 1)) + "\n");
        }

        assertThat(fault("./script4")).isEmpty();
        assertThat(fault("./script5")).map(CommandFault::kind).contains(Kind.NO_INTERPRETER);
    }

    @Test
    void of_aFileThatAShellReads_looksAtThatFile() throws Exception {
        write("crlf", "rw-r--r--", "#!/bin/sh\r\necho hi\r\n");
        write("good", "rw-r--r--", "echo hi\n");
        write("bare", "rwxr-xr-x", "echo hi\r\n");
        write("app.py", "rw-r--r--", "import os\r\n");

        assertThat(fault("sh", "crlf")).isEqualTo(found(Kind.CR_LF_LINES, "crlf", "sh"));
        assertThat(fault("/bin/sh", "-eu", "-o", "noglob", "./crlf", "x"))
                .isEqualTo(found(Kind.CR_LF_LINES, "./crlf", "sh"));
        assertThat(fault("./bare")).isEqualTo(found(Kind.CR_LF_LINES, "./bare", "sh"));
        assertThat(fault("sh", "./none")).isEqualTo(found(Kind.NO_FILE, "./none", ""));
        assertThat(fault("sh", "app.py")).isEqualTo(found(Kind.NO_FIRST_LINE, "app.py", "python3"));
        assertThat(fault("sh", "good")).isEmpty();
        assertThat(fault("sh", "-c", "./none")).isEmpty();
        assertThat(fault("sh", "-ec", "./none")).isEmpty();
    }

    @Test
    void of_aFileThatPythonReads_mayHaveAnyLineEnds() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "this machine has no python3");
        write("app.py", "rw-r--r--", "import os\r\n");

        assertThat(fault("python3", "-u", "-X", "dev", "app.py")).isEmpty();
        assertThat(fault("python3", "-m", "none")).isEmpty();
        assertThat(fault("python3", "none.py")).isEqualTo(found(Kind.NO_FILE, "none.py", ""));
    }

    @Test
    void ofScript_namesOnlyFilesThatAreThereAndCantRun() throws Exception {
        write("setup.sh", "rwxr-xr-x", "#!/bin/bash\r\n");
        write("good.sh", "rwxr-xr-x", "#!/bin/sh\n");
        ExecContext in = new ExecContext(SELF, Map.of("PATH", "/usr/bin:/bin"), dir, List.of(), 0);
        CommandInspection look = new CommandInspection(new UserEyes(SystemTools.find(warning -> {})), in);

        assertThat(look.ofScript(List.of("cd", "[", "./good.sh", "./none", "/etc", "./*.sh", "./setup.sh")))
                .isEqualTo(found(Kind.CR_LF, "./setup.sh", "/bin/bash"));
        assertThat(look.ofScript(List.of("cd", "./good.sh", "./none"))).isEmpty();
    }

    @Test
    void beingWritten_namesTheProcessWithTheFileOpen() throws Exception {
        Path app = write("app", "rwxr-xr-x", "#!/bin/sh\n");
        ExecContext in = new ExecContext(SELF, Map.of("PATH", dir + ":/bin"), dir, List.of(), 0);
        CommandInspection look = new CommandInspection(new UserEyes(SystemTools.find(warning -> {})), in);

        try (var reading = Files.newInputStream(app)) {
            assertThat(reading.available()).isPositive();
            assertThat(look.beingWritten("./app")).isEmpty();
        }
        try (var writing = Files.newOutputStream(app, java.nio.file.StandardOpenOption.APPEND)) {
            writing.flush();
            assertThat(look.beingWritten("./app").orElseThrow().detail())
                    .startsWith("PID " + ProcessHandle.current().pid() + " (");
            assertThat(look.beingWritten("app")).isPresent();
        }
    }

    @Test
    void of_envWithAPath_looksAtThatFile() throws Exception {
        write("runs", "rwxr-xr-x", "#!/usr/bin/env -S /bin/sh -u\nexit 2\n");
        write("plain", "rwxr-xr-x", "#!/usr/bin/env /bin/sh\nexit 2\n");
        write("gone", "rwxr-xr-x", "#!/usr/bin/env -S /opt/none/python3 -u\n");

        assertThat(fault("./runs")).isEmpty();
        assertThat(fault("./plain")).isEmpty();
        assertThat(fault("./gone")).isEqualTo(found(Kind.NO_INTERPRETER, "./gone", "/opt/none/python3"));
    }

    @Test
    void of_aByteOrderMark_isThatUnlessTheFileCantBeExecutedAnyway() throws Exception {
        write("marked", "rwxr-xr-x", "\uFEFF#!/bin/sh\nexit 2\n");
        write("plain", "rw-r--r--", "\uFEFF#!/bin/sh\nexit 2\n");

        assertThat(fault("./marked")).isEqualTo(found(Kind.BYTE_ORDER_MARK, "./marked", ""));
        assertThat(fault("./plain")).isEqualTo(found(Kind.NOT_EXECUTABLE, "./plain", "rw-r--r--"));
    }

    @Test
    void of_aFileThatTheKernelHasAnInterpreterFor_isNothing() throws Exception {
        Path table = Files.createDirectory(dir.resolve("table"));
        Files.writeString(table.resolve("status"), "enabled\n");
        Files.writeString(
                table.resolve("qemu-riscv64"),
                "enabled\ninterpreter /usr/bin/qemu-riscv64\nflags: OC\noffset 0\n"
                        + "magic 7f454c460201010000000000000000000200f300\n"
                        + "mask ffffffff000000000000000000000000feffffff\n");
        Files.writeString(table.resolve("jar"), "enabled\ninterpreter /usr/bin/jarwrapper\nflags: \nextension .jar\n");
        write("risc", "rwxr-xr-x", FileFormatTest.elf(true, ByteOrder.LITTLE_ENDIAN, 2, 243, "/lib/ld.so.1"));
        write("s390", "rwxr-xr-x", FileFormatTest.elf(true, ByteOrder.BIG_ENDIAN, 2, 22, "/lib/ld.so.1"));
        write("app.jar", "rwxr-xr-x", "PK\3\4\0\0");
        write("app.exe", "rwxr-xr-x", "MZ\u0090\0");

        BinfmtTable others = BinfmtTable.read(table);
        assertThat(fault(others, "./risc")).isEmpty();
        assertThat(fault(others, "./app.jar")).isEmpty();
        assertThat(fault(others, "./s390")).isEqualTo(found(Kind.OTHER_PROCESSOR, "./s390", "s390x"));
        assertThat(fault(others, "./app.exe")).isEqualTo(found(Kind.WINDOWS_PROGRAM, "./app.exe", ""));
        assertThat(BinfmtTable.read(dir.resolve("none")).entries()).isEmpty();
    }

    private Optional<CommandFault> fault(BinfmtTable others, String command) throws Exception {
        ExecContext in = new ExecContext(SELF, Map.of("PATH", "/bin"), dir, List.of(), 0);
        UserEyes eyes = new UserEyes(SystemTools.find(warning -> {}));
        return new CommandInspection(eyes, in, "x86-64", others).of(List.of(command));
    }

    @Test
    void of_programsOfOtherMachines_saysWhichOnes() throws Exception {
        int other = ElfHeader.ofThisMachine().equals("riscv64") ? 62 : 243;
        int own = ElfHeader.ofThisMachine().equals("arm64") ? 183 : 62;
        assumeTrue(List.of("arm64", "x86-64").contains(ElfHeader.ofThisMachine()));
        write("risc", "rwxr-xr-x", FileFormatTest.elf(true, ByteOrder.LITTLE_ENDIAN, 2, other, "/lib/ld.so.1"));
        write("musl", "rwxr-xr-x", FileFormatTest.elf(true, ByteOrder.LITTLE_ENDIAN, 3, own, "/lib/ld-musl-none.so.1"));
        write("app.exe", "rwxr-xr-x", "MZ\u0090\0");
        write("bin/app.jar", "rwxr-xr-x", "PK\3\4\0\0");

        assertThat(fault("./risc")).isEqualTo(found(Kind.OTHER_PROCESSOR, "./risc", "riscv64"));
        assertThat(fault("./musl")).isEqualTo(found(Kind.NO_LOADER, "./musl", "/lib/ld-musl-none.so.1"));
        assertThat(fault("./app.exe")).isEqualTo(found(Kind.WINDOWS_PROGRAM, "./app.exe", ""));
        assertThat(fault("app.jar")).isEqualTo(found(Kind.JAVA_ARCHIVE, bin + "/app.jar", ""));
    }

    @Test
    void of_modes_saysWhoMayNot() throws Exception {
        write("plain", "rw-r--r--", "#!/bin/sh\n");
        write("plain.jar", "rw-r--r--", "PK\3\4\0\0");
        write("bin/tool", "rw-r--r--", "#!/bin/sh\n");

        assertThat(fault("./plain")).isEqualTo(found(Kind.NOT_EXECUTABLE, "./plain", "rw-r--r--"));
        assertThat(fault("./plain.jar")).isEqualTo(found(Kind.JAVA_ARCHIVE, "./plain.jar", ""));
        assertThat(fault("tool")).isEqualTo(found(Kind.NOT_EXECUTABLE, bin + "/tool", "rw-r--r--"));
        write("empty", "rwxr-xr-x", "");
        assertThat(fault("./empty")).isEqualTo(found(Kind.EMPTY, "./empty", ""));
    }

    @Test
    void of_anotherUser_isWhatThatUserSees() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can become another");
        write("own", "rwx------", "#!/bin/sh\r\n");
        Folders.make(dir.resolve("closed"), "rwx------");
        write("closed/app", "rwxr-xr-x", "#!/bin/sh\r\n");

        assertThat(fault(NOBODY, "./own")).isEqualTo(found(Kind.NOT_EXECUTABLE, "./own", "rwx------"));
        assertThat(fault(NOBODY, dir + "/closed/app"))
                .isEqualTo(found(Kind.CLOSED_FOLDER, dir + "/closed/app", dir + "/closed"));
        assertThat(fault("./own")).isEqualTo(found(Kind.CR_LF, "./own", "/bin/sh"));
    }

    @Test
    void of_aLinkIntoAFolderThatTheUserCantEnter_namesTheFolder() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can become another");
        Path closed = Folders.make(dir.resolve("closed"), "rwx------");
        Files.createDirectory(closed.resolve("bin"));
        write("closed/bin/app", "rwxr-xr-x", "#!/bin/sh\n");
        Files.createSymbolicLink(dir.resolve("link"), closed.resolve("bin/app"));
        Files.createSymbolicLink(dir.resolve("folder"), closed.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("app"), closed.resolve("bin/app"));
        Files.createSymbolicLink(dir.resolve("nothing"), Path.of("/nowhere/app"));
        write("open", "rwxr-xr-x", "#!/bin/sh\n");
        Files.createSymbolicLink(closed.resolve("way"), dir.resolve("open"));
        Files.createSymbolicLink(dir.resolve("through"), Path.of("closed/way"));

        String folder = closed.toRealPath().toString();
        assertThat(fault(NOBODY, "./link")).isEqualTo(found(Kind.CLOSED_FOLDER, "./link", folder));
        assertThat(fault(NOBODY, "folder/app")).isEqualTo(found(Kind.CLOSED_FOLDER, "folder/app", folder));
        assertThat(fault(NOBODY, "./through")).isEqualTo(found(Kind.CLOSED_FOLDER, "./through", folder));
        assertThat(fault(NOBODY, "app")).isEqualTo(found(Kind.CLOSED_FOLDER, bin + "/app", folder));
        assertThat(fault(NOBODY, "./nothing")).isEqualTo(found(Kind.BROKEN_LINK, "./nothing", "/nowhere/app"));
        assertThat(fault("./link")).isEmpty();
    }

    @Test
    void of_aFileOnANoexecMount_namesTheMount() throws Exception {
        Path mount = Files.createDirectory(dir.resolve("mount"));
        Process mounting =
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "noexec", "launcho-test", mount.toString()).start();
        assumeTrue(mounting.waitFor() == 0, "this user may not mount");
        try {
            write("mount/app", "rwxr-xr-x", "#!/bin/sh\n");

            assertThat(fault("mount/app"))
                    .isEqualTo(found(
                            Kind.NOEXEC_MOUNT, "mount/app", mount.toRealPath().toString()));
        } finally {
            new ProcessBuilder("umount", "--lazy", mount.toString()).start().waitFor();
        }
    }

    @Test
    void of_aPipe_isNotRead() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", dir.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(fault("./pipe")).isEqualTo(found(Kind.NO_PLAIN_FILE, "./pipe", ""));
    }

    @Test
    void isWorthIt_endsThatAFileMayHaveCaused() throws Exception {
        write("empty", "rwxr-xr-x", "");

        assertThat(CommandInspection.isWorthIt(127, List.of("x"), dir)).isTrue();
        assertThat(CommandInspection.isWorthIt(126, List.of("x"), dir)).isTrue();
        assertThat(CommandInspection.isWorthIt(2, List.of("x"), dir)).isTrue();
        assertThat(CommandInspection.isWorthIt(0, List.of("./empty"), dir)).isTrue();
        assertThat(CommandInspection.isWorthIt(0, List.of("/bin/true"), dir)).isFalse();
        assertThat(CommandInspection.isWorthIt(1, List.of("x"), dir)).isFalse();
        assertThat(CommandInspection.isWorthIt(-1, List.of("x"), dir)).isFalse();
    }
}
