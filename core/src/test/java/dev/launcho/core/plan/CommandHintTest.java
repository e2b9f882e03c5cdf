package dev.launcho.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.CommandFault.Kind;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.text.StatusCodes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CommandHintTest {
    private static final Exit NOT_FOUND = Exit.of(Exit.Stage.COMMAND, 127);

    private static List<String> hints(Exit end) {
        return NextStepHint.of(new NextStepHint.Symptoms(
                "dry-newt-9", Optional.of(end), ProbeResult.NONE, StatusCodes.USUAL, Map.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_IN_PATH|app||there is no program app in PATH: install it, or name its full path",
                "NOT_IN_PATH|app|./app|it is in the working directory: write command: [./app]",
                "NO_FILE|./app||there is no file ./app: relative paths start in the working directory",
                "BROKEN_LINK|./app|/opt/app|./app is a symbolic link to /opt/app, which does not exist",
                "NO_PLAIN_FILE|./app|folder|./app is a folder: name the program in it",
                "CLOSED_FOLDER|/opt/x/app|/opt/x|its user can't enter /opt/x",
                "NOT_EXECUTABLE|./app|rw-r--r--|its user can't execute ./app (rw-r--r--): write before: chmod +x ./app",
                "NOEXEC_MOUNT|/tmp/app|/tmp|/tmp/app is on /tmp, which is mounted noexec",
                "EMPTY|./app||./app is empty",
                "CR_LF|./app|/bin/sh|ends with CR LF, as on Windows: there is no /bin/sh\\r: write before: sed -i 's/\\r$//' ./app",
                "CR_LF|./app|-e|ends with CR LF, as on Windows: its interpreter takes -e\\r for an option: write before",
                "CR_LF|./app||ends with CR LF, as on Windows: its CR is a word of its own: write before",
                "CR_LF_LINES|run.sh|bash|the lines of run.sh end with CR LF, as on Windows: bash takes CR for a part of words: write before: sed -i 's/\\r$//' run.sh",
                "LONG_FIRST_LINE|./app|/opt/x/perl|the first line of ./app is longer than the kernel reads",
                "NOT_READABLE|run.sh|-wx------|its user can't read run.sh (-wx------): write before: chmod +r run.sh",
                "CUT_SHORT|./app||./app is cut short: compare its size",
                "BEING_WRITTEN|./app|PID 4711 (curl)|./app is open for writing in PID 4711 (curl): let what writes it end first",
                "NO_PLAIN_FILE|./pipe||./pipe is not a regular file: name the program itself",
                "NO_INTERPRETER|./app|/usr/bin/ruby|names /usr/bin/ruby, which can't be executed: install /usr/bin/ruby",
                "NO_PROGRAM_OF_ENV|./app|node|asks env for node, which is not in PATH: install node",
                "BYTE_ORDER_MARK|./app||./app begins with a byte order mark, so that the kernel does not see its #! line: write before: sed -i \"1s/^$(printf '\\357\\273\\277')//\" ./app",
                "NO_FIRST_LINE|./app.py|python3|has no #! line, so sh runs it instead of python3: write command: [python3, ./app.py]",
                "OTHER_PROCESSOR|./app|arm64|./app is a program for another processor: arm64",
                "NO_LOADER|./app|/lib/ld-musl-x86_64.so.1|it was built for musl",
                "NO_LOADER|./app|/lib64/ld-linux-x86-64.so.2|it was built for glibc",
                "NO_LOADER|./app|/lib/ld-linux.so.2|it was built for 32 bit",
                "WINDOWS_PROGRAM|./app.exe||./app.exe is a program for Windows",
                "MAC_PROGRAM|./app||./app is a program for macOS",
                "JAVA_ARCHIVE|./app.jar||write command: [java, -jar, ./app.jar]",
                "ARCHIVE|./app.tgz|tar xzf|unpack it in before: tar xzf ./app.tgz",
                "NO_PROGRAM|./libx.so||./libx.so is not a program"
            })
    void of_aFault_saysWhatItIsAndWhatToType(Kind kind, String file, String detail, String hint) {
        CommandFault fault = new CommandFault(kind, file, detail == null ? "" : detail);

        assertThat(hints(NOT_FOUND.faulty(fault))).singleElement().asString().contains(hint);
    }

    @ParameterizedTest
    @EnumSource
    void of_everyFault_isOneLineThatNamesTheFile(Kind kind) {
        String hint = CommandHint.of(new CommandFault(kind, "./app", "detail"), "dry-newt-9");

        assertThat(hint).hasLineCount(1).contains("./app").doesNotContain("shim", "null");
    }

    @Test
    void of_endOfItsOwn_doesNotClaimThatTheFileIsMissing() {
        assertThat(hints(NOT_FOUND)).singleElement().asString().startsWith("the command itself was found");
        assertThat(hints(Exit.of(Exit.Stage.COMMAND, 126)))
                .singleElement()
                .asString()
                .startsWith("nothing is wrong with the command's own file");
        assertThat(NOT_FOUND.describe())
                .isEqualTo("exit 127 (the status for a program or a library that is not found)");
        assertThat(NOT_FOUND.faulty(new CommandFault(Kind.EMPTY, "./app", "")).describe())
                .isEqualTo("exit 127 (./app is empty)");
    }

    @Test
    void of_whatTheMachineLacked_saysThat() {
        assertThat(hints(Exit.notLaunched("x").lacking(FailureKind.DISK_FULL)))
                .singleElement()
                .asString()
                .startsWith("the disk is full");
        assertThat(hints(Exit.notLaunched("Auf dem Gerät ist kein Speicherplatz mehr verfügbar")))
                .isEmpty();
    }
}
