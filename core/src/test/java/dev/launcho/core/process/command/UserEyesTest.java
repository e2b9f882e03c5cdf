package dev.launcho.core.process.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.disk.EffectiveUser;
import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.process.system.ExecContext;
import dev.launcho.core.process.system.PrivilegeDrop;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the user as whom the server looks, which have copied the output of that process. */
@Tag("attack")
class UserEyesTest {
    private static final UserAccount NOBODY =
            new UserAccount("65534", "65534", "--clear-groups", "nobody", "/", "/bin/sh");

    @TempDir
    Path dir;

    @BeforeEach
    void open() throws IOException {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void at_outputThatNobodyElseHas_isRead() throws Exception {
        assertThat(look(":").is("executable")).isTrue();
    }

    @Test
    void at_outputThatAnotherHolds_endsAtTheDeadline() {
        assertThatThrownBy(() -> look("/bin/sleep 30")).hasMessage("no answer in 5 s");
    }

    @Test
    void at_outputThatAnotherFills_ends() throws Exception {
        for (int tries = 1; ; tries++) {
            try {
                assertThat(look("/usr/bin/yes").is("y")).isTrue();
                return;
            } catch (IOException cut) {
                if (!cut.getMessage().equals("no answer in 5 s") || tries == 3) { // A busy machine may need more.
                    assertThat(cut).hasMessageStartingWith("nobody could look");
                    return;
                }
            }
        }
    }

    /** What nobody has looked at is not absent. */
    @Test
    void at_shellThatCantStart_isNoAnswer() throws Exception {
        Path shell = Files.writeString(dir.resolve("sh"), "#!/bin/sh\nexit 126\n");
        Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwxr-xr-x"));
        ExecContext in = new ExecContext(NOBODY, Map.of(), dir, List.of(), 0);
        UserEyes blind = new UserEyes(SystemTools.find(line -> {}).with(shell));

        assertThatThrownBy(() -> blind.at(in, "/bin/sh")).hasMessage("nobody could look, exit 126");
    }

    /** @param intruder runs beside the look, with its output */
    private FileLook look(String intruder) throws Exception {
        Path shell = Files.writeString(
                dir.resolve("sh"),
                "#!/bin/sh\nif [ \"$(/usr/bin/id -u)\" = 65534 ]; then " + intruder + " & fi\nexec /bin/sh \"$@\"\n");
        Files.setPosixFilePermissions(shell, PosixFilePermissions.fromString("rwxr-xr-x"));
        SystemTools tools = SystemTools.find(line -> {});
        List<String> lead = PrivilegeDrop.words(tools, NOBODY, ProcessConfinement.DEFAULT);
        return new UserEyes(tools.with(shell)).at(new ExecContext(NOBODY, Map.of(), dir, lead, 0), "/bin/sh");
    }
}
