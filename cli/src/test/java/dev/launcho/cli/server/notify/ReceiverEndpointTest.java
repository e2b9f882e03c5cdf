package dev.launcho.cli.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.config.NotifyKind;
import dev.launcho.core.config.NotifyReceiver;
import dev.launcho.core.config.NotifyTemplate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("attack")
class ReceiverEndpointTest {
    private static final Map<String, String> SECRETS = Map.of("KEY", "path-key", "BAD", "ftp://path-key");

    @TempDir
    Path dir;

    private static ReceiverEndpoint of(String url, String secret, String file) {
        NotifyReceiver receiver = new NotifyReceiver(url, NotifyKind.USUAL, NotifyTemplate.JSON, secret, file);
        return ReceiverEndpoint.of(List.of(receiver), name -> Optional.ofNullable(SECRETS.get(name)))
                .get(0);
    }

    private static void refuses(String message, String url, String secret, String file) {
        assertThatThrownBy(() -> of(url, secret, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("path-key");
    }

    private Path secret(String text, String mode) throws Exception {
        Path file = Files.writeString(dir.resolve("secret"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void of_secrets_arePutInAndNotShown() {
        ReceiverEndpoint endpoint = of("https://h/${KEY}", "a${KEY}", "");

        assertThat(endpoint.url().uri()).hasToString("https://h/path-key");
        assertThat(endpoint.key()).isEqualTo("apath-key".getBytes(StandardCharsets.UTF_8));
        assertThat(endpoint).hasToString("receiver 1, https://h");
        assertThat(endpoint.id()).hasSize(32);
    }

    @Test
    void of_badSecrets_areRefusedWithPlaceAndCure() {
        refuses("server.notify[0].url: secret NONE is not set, add it to secrets", "https://h/${NONE}", "", "");
        refuses("server.notify[0].secret: secret NONE is not set", "https://h/", "${NONE}", "");
        refuses("server.notify[0].url: the URL, with its secrets put in, begins with neither", "${BAD}", "", "");
    }

    @Test
    void of_secretFile_isReadIfItIsTheOwnersAlone() throws Exception {
        Path file = secret(" s3cret\n", "rw-------");
        assertThat(of("https://h", "", file.toString()).key()).isEqualTo("s3cret".getBytes(StandardCharsets.UTF_8));

        secret("s3cret", "rw-r--r--");
        refuses("is open to others (rw-r--r--): chmod 600 " + file, "https://h", "", file.toString());
        Files.writeString(secret("", "rw-------"), "\n");
        refuses("is empty: make one, openssl rand -hex 32", "https://h", "", file.toString());
        refuses("is no file: make one", "https://h", "", dir.toString());
        Files.writeString(file, "x".repeat(5000));
        refuses("is longer than 4096 bytes", "https://h", "", file.toString());
    }

    @Test
    void of_twins_haveIdsOfTheirOwn() {
        NotifyReceiver one = new NotifyReceiver("https://h", NotifyKind.USUAL, NotifyTemplate.JSON, "", "");

        assertThat(ReceiverEndpoint.of(List.of(one, one), name -> Optional.empty()))
                .extracting(ReceiverEndpoint::id)
                .doesNotHaveDuplicates();
    }
}
