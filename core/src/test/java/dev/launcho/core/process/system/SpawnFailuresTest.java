package dev.launcho.core.process.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpawnFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "'error=24, Zu viele offene Dateien', NO_DESCRIPTOR",
        "'error=11, Die Ressource ist zurzeit nicht verfügbar', NO_PROCESS",
        "'error=12, Nicht genug Hauptspeicher verfügbar', NO_MEMORY",
        "'Exec failed, error: 12 (Nicht genug Hauptspeicher verfügbar)', NO_MEMORY",
        "'error=2, Datei oder Verzeichnis nicht gefunden', OTHER",
        "'something else', OTHER"
    })
    void kind_ofTheNumber_notOfTheText(String said, FailureKind kind) {
        assertThat(SpawnFailures.kind(new IOException("Cannot run program \"setsid\"", new IOException(said))))
                .isEqualTo(kind);
    }

    @Test
    void start_noSuchProgram_isNoShortage() {
        assertThatThrownBy(() -> SpawnFailures.start(new ProcessBuilder("/no/such/program")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ServerShortage.class);
    }
}
