package dev.launcho.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.store.HomeDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine with these programs only. */
class ToolsCheckTest {
    private static final List<String> ALL = List.of("sh", "cat", "head", "env", "setsid", "kill", "setpriv");

    @TempDir
    Path folder;

    private CheckFinding look(String without) throws Exception {
        for (String program : ALL) {
            if (!program.equals(without)) {
                Files.createFile(folder.resolve(program)).toFile().setExecutable(true);
            }
        }
        DoctorContext site = new DoctorContext(new HomeDirectory(folder), Map.of(), "root", Instant.now(), folder);
        List<CheckFinding> findings = new ToolsCheck(List.of(folder + "/none", folder.toString())).look(site);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void look_allThere_isOk() throws Exception {
        assertThat(look("nothing").state()).isEqualTo(CheckFinding.State.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "cat", "head", "env", "setsid", "kill"})
    void look_oneIsMissing_failsWithItsNameAndWhatToInstall(String missing) throws Exception {
        CheckFinding finding = look(missing);

        assertThat(finding.state()).isEqualTo(CheckFinding.State.FAILED);
        assertThat(finding.message()).endsWith(": " + missing).contains(folder.toString());
        assertThat(finding.advice()).contains("coreutils");
    }

    @Test
    void look_setprivIsMissing_warnsRoot() throws Exception {
        assertThat(look("setpriv").state()).isEqualTo(CheckFinding.State.WARNING);
    }
}
