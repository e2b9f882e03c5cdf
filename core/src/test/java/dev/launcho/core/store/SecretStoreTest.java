package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.core.config.SecretsFile;
import dev.launcho.core.text.KeyedHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretStoreTest {
    private static final SecretSeal SEAL = new SecretSeal(new byte[32]);

    @TempDir
    Path dir;

    private Path file;
    private SecretStore secrets;

    @BeforeEach
    void start() {
        file = dir.resolve("launcho-extra-secrets.yaml");
        secrets = SecretStore.of(file, SEAL, Map.of("CONFIGURED", "c", "BOTH", "from config"), Map.of("BOTH", "set"));
    }

    @Test
    void get_setAtRunTime_goesBeforeTheConfiguration() {
        assertThat(secrets.get("BOTH")).contains("set");
        assertThat(secrets.get("CONFIGURED")).contains("c");
        assertThat(secrets.get("ABSENT")).isEmpty();
        assertThat(secrets.all()).containsOnlyKeys("BOTH", "CONFIGURED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "plain",
                "true",
                "007",
                "~",
                "- a: b",
                "a\nb\n",
                "\"quoted'",
                "ünï→😀",
                "tab\tand\r\nlines",
                "\u0001control\u001b[0m",
                "\u0085\u2028\ufeff",
                "!!python/object",
                "#not a comment"
            })
    void set_anyValue_isReadBackFromItsFile(String value) throws IOException {
        secrets.set("NAME", value);
        SecretsFile.Reading read = SecretsFile.read(
                "launcho-extra-secrets.yaml",
                SecretStore.opened(SEAL, Files.readString(file)).getBytes(StandardCharsets.UTF_8));

        assertThat(read.problems()).isEmpty();
        assertThat(read.values()).containsEntry("NAME", value).containsEntry("BOTH", "set");
        assertThat(read.values()).doesNotContainKey("CONFIGURED");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void set_diskRefuses_isNotInForce() {
        SecretStore lost = SecretStore.of(dir.resolve("gone/file"), SEAL, Map.of(), Map.of());

        assertThatThrownBy(() -> lost.set("NAME", "value")).isInstanceOf(IOException.class);
        assertThat(lost.get("NAME")).isEmpty();
    }

    @Test
    void remove_setOverTheConfiguration_bringsThatBackAndSaysSo() throws IOException {
        assertThat(secrets.remove("BOTH")).isFalse();
        assertThat(secrets.get("BOTH")).contains("from config");
        secrets.set("NAME", "value");
        assertThat(secrets.remove("NAME")).isTrue();
        assertThat(secrets.get("NAME")).isEmpty();
    }

    @Test
    void takeOver_plainFileOfTheFirstLauncho_isSealed() throws IOException {
        Files.writeString(file, "BOTH: set\n");
        secrets.takeOver();

        assertThat(Files.readString(file)).startsWith("# launcho sealed").doesNotContain("set");
        assertThat(SecretStore.opened(SEAL, Files.readString(file))).contains("\"BOTH\": \"set\"");
    }

    @Test
    void takeOver_noFile_makesNone() throws IOException {
        secrets.takeOver();

        assertThat(file).doesNotExist();
    }

    @Test
    void fingerprint_ofAValue_dependsOnKeyAndValueOnly() {
        KeyedHash key = KeyedHash.of(new byte[] {1, 2, 3});
        assertThat(ValueFingerprints.fingerprint(key, "value"))
                .hasSize(16)
                .isEqualTo(ValueFingerprints.fingerprint(key, "value"))
                .isNotEqualTo(ValueFingerprints.fingerprint(key, "Value"))
                .isNotEqualTo(ValueFingerprints.fingerprint(KeyedHash.of(new byte[] {1, 2, 4}), "value"));
    }
}
