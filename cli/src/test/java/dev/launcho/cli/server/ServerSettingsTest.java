package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.store.HomeDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {
    @TempDir
    Path dir;

    private void load(String text) throws Exception {
        Path file = Files.writeString(dir.resolve("config.yaml"), text);
        ServerSettings.load(new HomeDirectory(dir), Optional.of(file), Map.of());
    }

    @ParameterizedTest
    @Tag("attack")
    @ValueSource(
            strings = {
                "server: {notify: [{url: 'https://h/s3cr3t'}], admin_port: x}\n",
                "server:\n  notify:\n  - url: 'https://h/x'\n    secret: \"s3cr3t\n",
                "server:\n  notify:\n  - url: https://h/s3cr3t\n     on: [failed]\n",
                "server:\n  notify:\n  - url: https://h/x\n    secret: [s3cr3t\n",
                "server:\n  notfy: [{url: 'https://h/s3cr3t'}]\n",
                "server:\n  notify:\n  - {url: 'https://h/x', secret_file: s3cr3t}\n",
            })
    void load_badConfigOfReceivers_showsNoSecret(String text) {
        assertThatThrownBy(() -> load(text))
                .isInstanceOf(ServerSettings.Bad.class)
                .hasMessageContaining("config.yaml:")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void load_faultBeforeTheReceivers_showsItsLine() {
        assertThatThrownBy(() -> load("server:\n  #notify: []\n  admin_port: x\n  notify: []\n"))
                .hasMessageContaining("3 |   admin_port: x");
    }
}
