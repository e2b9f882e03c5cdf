package dev.launcho.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.CommandFault.Kind;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.Specs;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.command.FileFormatTest;
import dev.launcho.core.process.system.ElfHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that can't be executed, launched by each shell: the end says why, and the log has no line of the shell's. */
class LaunchFaultTest {
    @TempDir
    Path dir;

    private HostFixture host;

    private void start(HandoverWay way) throws IOException {
        host = new HostFixture(dir.resolve("home"), home -> CgroupFactory.none(), way.tools(dir));
    }

    @AfterEach
    void end() {
        if (host != null) {
            host.close();
        }
    }

    private Path file(String name, byte[] bytes) throws IOException {
        Path file = Files.write(dir.resolve(name), bytes);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private Path file(String name, String text) throws IOException {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path elf(String name, int type, int machine, String loader) throws IOException {
        return file(name, FileFormatTest.elf(true, ByteOrder.LITTLE_ENDIAN, type, machine, loader));
    }

    private InstanceId launched(HandoverWay way, String program) {
        ProcessSpec spec = Specs.of("app", program);
        return host.launch(way.loads() ? Specs.env(spec, "a.b", "") : spec);
    }

    /** Launches again where the look at the file was too slow on a busy machine: nothing is said of the fault then. */
    private InstanceId failed(HandoverWay way, Path file) {
        InstanceId id = launched(way, file.toString());
        for (int tries = 1; host.exit(id).fault().isEmpty() && tries < 3; tries++) {
            id = launched(way, file.toString());
        }
        return id;
    }

    private void fails(HandoverWay way, Path file, Kind kind, String detail) throws Exception {
        fails(way, file, file, kind, detail);
    }

    private void fails(HandoverWay way, Path file, Path faulty, Kind kind, String detail) throws Exception {
        InstanceId id = failed(way, file);

        assertThat(host.exit(id).fault()).contains(new CommandFault(kind, faulty.toString(), detail));
        assertThat(host.log(id)).doesNotContainPattern("perl|python|shim|stage|exec:|line [0-9]|: [0-9]+: ");
        host.log(id).lines().forEach(line -> assertThat(line).startsWith("launcho: "));
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_scriptThatCantBegin_saysWhyAndNothingOfTheShells(HandoverWay way) throws Exception {
        start(way);

        fails(way, file("crlf", "#!/bin/sh\r\necho hi\r\n"), Kind.CR_LF, "/bin/sh");
        fails(way, file("env-crlf", "#!/usr/bin/env sh\r\necho hi\r\n"), Kind.CR_LF, "sh");
        fails(way, file("gone", "#!/opt/none/ruby\n"), Kind.NO_INTERPRETER, "/opt/none/ruby");
        fails(way, file("cr", "#!\r\necho hi\r\n"), Kind.CR_LF, "");
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_interpreterThatCantBegin_saysWhatIsWrongWithThat(HandoverWay way) throws Exception {
        start(way);
        Path crlf = file("reader", "#!/bin/sh\r\n");
        Path packed = file("packed", new byte[] {0x1f, (byte) 0x8b, 8, 0, 1});

        fails(way, file("a", "#!" + crlf + "\n"), crlf, Kind.CR_LF, "/bin/sh");
        fails(way, file("b", "#!" + packed + "\n"), packed, Kind.ARCHIVE, "tar xzf");
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_firstLineThatTheKernelCuts_isNotRunByAShell(HandoverWay way) throws Exception {
        start(way);
        String reader = "/" + "x/".repeat(130) + "perl";

        fails(way, file("long", "#!" + reader + " -w\necho wrong\n"), Kind.LONG_FIRST_LINE, reader);
        Path argument = file("argument", "#!/bin/sh" + " ".repeat(300) + "\necho right\n");
        assertThat(host.log(ended(way, argument))).isEqualTo("right\n");
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_dataThatIsNoScript_isNotReadByAShell(HandoverWay way) throws Exception {
        start(way);
        byte[] zip = {'P', 'K', 3, 4, 20, 0, 8, 8};
        byte[] bytecode = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 61, 0, 10};
        byte[] mac = {(byte) 0xcf, (byte) 0xfa, (byte) 0xed, (byte) 0xfe, 7, 0, 0, 1};

        fails(way, file("app.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 10, 1}), Kind.ARCHIVE, "tar xzf");
        fails(way, file("app.jar", zip), Kind.JAVA_ARCHIVE, "");
        fails(way, file("app.zip", zip), Kind.ARCHIVE, "unzip");
        fails(way, file("App.class", bytecode), Kind.JAVA_ARCHIVE, "");
        fails(way, file("app-mac", mac), Kind.MAC_PROGRAM, "");
        fails(way, file("app.bz2", "BZh91AY&SY\nrm -rf x\n"), Kind.ARCHIVE, "tar xjf");
        fails(way, file("libx.a", "!<arch>\nx.o/\n"), Kind.NO_PROGRAM, "");
        fails(way, file("data", new byte[] {1, 2, 0, 10}), Kind.NO_PROGRAM, "");
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_programThatIsCutOrNone_isNotReadByAShell(HandoverWay way) throws Exception {
        assumeTrue(ElfHeader.ofThisMachine().equals("x86-64"), "the bytes are of x86-64");
        start(way);
        byte[] whole = FileFormatTest.elf(true, ByteOrder.LITTLE_ENDIAN, 3, 62, "/lib64/ld-linux-x86-64.so.2");

        for (int size : new int[] {5, 30, 60, 110, 310}) {
            fails(way, file("cut-" + size, Arrays.copyOf(whole, size)), Kind.CUT_SHORT, "");
        }
        fails(way, elf("object", 1, 62, ""), Kind.NO_PROGRAM, "");
        Path risc = elf("reader-risc", 2, 243, "");
        fails(way, file("script", "#!" + risc + "\necho wrong\n"), risc, Kind.OTHER_PROCESSOR, "riscv64");
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_pipe_isNotOpened(HandoverWay way) throws Exception {
        start(way);
        Path pipe = dir.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", "-m", "755", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();

        fails(way, pipe, Kind.NO_PLAIN_FILE, "");
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_fileThatIsBeingWritten_saysByWhom(HandoverWay way) throws Exception {
        start(way);
        Path copy = Files.copy(Path.of("/bin/true").toRealPath(), dir.resolve("copy"));
        assertThat(copy.toFile().setExecutable(true)).isTrue();

        try (OutputStream writing = Files.newOutputStream(copy, StandardOpenOption.APPEND)) {
            writing.flush();
            InstanceId id = failed(way, copy);

            assertThat(host.exit(id).fault().orElseThrow().kind()).isEqualTo(Kind.BEING_WRITTEN);
            assertThat(host.exit(id).fault().orElseThrow().detail())
                    .startsWith("PID " + ProcessHandle.current().pid());
        }
    }

    @Test
    void launch_beforeThatCantStartItsScript_saysWhy() throws Exception {
        start(HandoverWay.DASH);
        String make = "printf '#!/bin/sh\\r\\n' >setup.sh; chmod +x setup.sh; ";

        assertThat(host.run(Specs.before(Specs.of("app", "true"), make + "./setup.sh")))
                .isEqualTo(
                        Exit.of(Exit.Stage.BEFORE, 127).faulty(new CommandFault(Kind.CR_LF, "./setup.sh", "/bin/sh")));
        assertThat(host.run(Specs.before(Specs.of("app", "sh", "-c", "exec ./setup.sh"), make + "true"))
                        .fault())
                .contains(new CommandFault(Kind.CR_LF, "./setup.sh", "/bin/sh"));
        assertThat(host.run(Specs.before(Specs.of("app", "true"), "exit 127")).fault())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_programOfAnotherMachine_isNotReadAsAScript(HandoverWay way) throws Exception {
        String here = ElfHeader.ofThisMachine();
        assumeTrue(List.of("x86-64", "arm64").contains(here));
        int own = here.equals("arm64") ? 183 : 62;
        start(way);

        fails(way, elf("musl", 3, own, "/lib/ld-musl-none.so.1"), Kind.NO_LOADER, "/lib/ld-musl-none.so.1");
        fails(way, elf("risc", 2, 243, "/lib/ld.so.1"), Kind.OTHER_PROCESSOR, "riscv64");
        fails(way, file("app.exe", "MZ\u0090\0\3\0\0"), Kind.WINDOWS_PROGRAM, "");
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_whatRuns_isNotStopped(HandoverWay way) throws Exception {
        start(way);
        Path bare = file("bare", "echo bare \"$0\"\n");
        Path spaced = file("spaced", "#! /bin/sh  -e\necho spaced\n");
        Path noEnd = file("no-end", "#!/bin/sh");
        Path ape = file("ape", "MZqFpD='\n'\necho ape\n");
        Path envS = file("env-s", "#!/usr/bin/env -S sh -e\r\necho split #\r\n");
        Path perl = file("perl", "#!/usr/bin/perl -w\r\nprint \"perl\\n\";\r\n");

        assertThat(host.log(ended(way, bare))).startsWith("bare ");
        assertThat(host.log(ended(way, spaced))).isEqualTo("spaced\n");
        assertThat(host.log(ended(way, noEnd))).isEmpty();
        assertThat(host.log(ended(way, ape))).isEqualTo("ape\n");
        assertThat(host.log(ended(way, envS))).isEqualTo("split\n");
        if (Files.exists(Path.of("/usr/bin/perl"))) {
            assertThat(host.log(ended(way, perl))).isEqualTo("perl\n");
        }
        assertThat(host.log(ended(way, Path.of("/bin/true").toRealPath()))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(HandoverWay.class)
    void launch_pathWithAnEmptyLastEntry_looksInTheWorkingDirectory(HandoverWay way) throws Exception {
        start(way);
        ProcessSpec app = Specs.env(Specs.of("app", "app"), "PATH", System.getenv("PATH") + ":");
        ProcessSpec spec = Specs.before(app, "printf '#!/bin/sh\\necho here\\n' >app; chmod +x app");
        InstanceId id = host.launch(way.loads() ? Specs.env(spec, "a.b", "") : spec);

        assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 0));
        assertThat(host.log(id)).isEqualTo("here\n");
    }

    private InstanceId ended(HandoverWay way, Path file) {
        InstanceId id = launched(way, file.toString());
        assertThat(host.exit(id)).isEqualTo(Exit.of(Exit.Stage.COMMAND, 0));
        return id;
    }

    @Test
    void launch_commandThatEndsLikeThatItself_isNotSaidToBeMissing() throws Exception {
        start(HandoverWay.DASH);

        for (int status : new int[] {2, 126, 127}) {
            assertThat(host.run(Specs.sh("exit " + status))).isEqualTo(Exit.of(Exit.Stage.COMMAND, status));
        }
        assertThat(host.run(Specs.sh("nosuch-command-in-a-script"))).isEqualTo(Exit.of(Exit.Stage.COMMAND, 127));
    }

    @Test
    void launch_fileInTheWorkingDirectory_isFoundThere() throws Exception {
        start(HandoverWay.DASH);
        String make = "printf '#!/bin/sh\\r\\n' >app; chmod +x app";

        assertThat(host.run(Specs.before(Specs.of("app", "./app"), make)).fault())
                .contains(new CommandFault(Kind.CR_LF, "./app", "/bin/sh"));
        assertThat(host.run(Specs.before(Specs.of("app", "app"), make)).fault())
                .contains(new CommandFault(Kind.NOT_IN_PATH, "app", "./app"));
        assertThat(host.run(Specs.before(Specs.of("app", "./empty"), ": >empty; chmod +x empty"))
                        .fault())
                .isEqualTo(Optional.of(new CommandFault(Kind.EMPTY, "./empty", "")));
    }
}
