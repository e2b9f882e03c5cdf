package dev.launcho.core.process.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.launcho.core.process.command.FileFormatTest;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check before exec, in a shell by itself, with a folder in place of the kernel's table of foreign programs. */
class StageScriptTest {
    @TempDir
    Path dir;

    private String staged(Path program) throws Exception {
        String stage = ShimScripts.stage().replace("/proc/sys/fs/binfmt_misc", dir + "/table");
        Process shell = new ProcessBuilder(
                        "/bin/sh", "-c", "exec /bin/sh -c \"$1\" sh \"$2\" command 3>&1", "sh", stage, "/bin/cat")
                .start();
        try (var in = shell.getOutputStream()) {
            String text = "runnable '" + program + "' /bin\nset -- echo passed\n#end";
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private Path program(String name, byte[] bytes) throws IOException {
        Path file = Files.write(dir.resolve(name), bytes);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void runnable_foreignProgram_isRefusedUnlessTheKernelHasAnInterpreter() throws Exception {
        assumeTrue(List.of("x86-64", "arm64").contains(ElfHeader.ofThisMachine()), "the shell knows no other here");
        Path risc = program("risc", FileFormatTest.elf(true, ByteOrder.LITTLE_ENDIAN, 2, 243, "/lib/none.so"));
        Path windows = program("app.exe", "MZ\u0090\0\3\n".getBytes(StandardCharsets.ISO_8859_1));
        Path table = Files.createDirectory(dir.resolve("table"));

        assertThat(staged(risc)).isEqualTo("launcho: " + risc + ": is a program for another processor");
        assertThat(staged(windows)).isEqualTo("launcho: " + windows + ": is a program for Windows");

        Files.createFile(table.resolve("register"));
        Files.createFile(table.resolve("status"));
        assertThat(staged(risc)).endsWith("is a program for another processor");
        assertThat(staged(windows)).endsWith("is a program for Windows");

        Files.createFile(table.resolve("qemu-riscv64"));
        assertThat(staged(risc)).isEqualTo("passed");
        assertThat(staged(windows)).isEqualTo("passed");
    }
}
