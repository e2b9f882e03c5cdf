package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    private static final Seal SEAL = new Seal(new byte[32]);

    @TempDir
    Path dir;

    private final List<String> warnings = new ArrayList<>();
    private Home home;

    @BeforeEach
    void start() throws IOException {
        home = new Home(Files.createDirectory(dir.resolve("home")));
    }

    private Seal find(Map<String, String> environment) throws IOException {
        return SealKey.find(home, environment, warnings::add);
    }

    @Test
    void close_sameTextTwice_givesTwoTextsThatOpen() throws IOException {
        String first = SEAL.close("a file", "hunter2 ü\n");
        String second = SEAL.close("a file", "hunter2 ü\n");

        assertThat(first).isNotEqualTo(second).doesNotContain("hunter2");
        assertThat(SEAL.open("a file", first)).isEqualTo("hunter2 ü\n");
        assertThat(Seal.isSealed(first)).isTrue();
        assertThat(Seal.isSealed("NAME: value\n")).isFalse();
    }

    @Test
    void open_otherPurposeChangedOrCutShort_isRefused() {
        String sealed = SEAL.close("a file", "hunter2");
        int middle = sealed.length() - 12;
        String changed =
                sealed.substring(0, middle) + (sealed.charAt(middle) == 'A' ? 'B' : 'A') + sealed.substring(middle + 1);

        for (String bad :
                List.of(changed, sealed.substring(0, sealed.indexOf('\n') + 9), "# launcho sealed 1 key x", "")) {
            assertThatThrownBy(() -> SEAL.open("a file", bad)).isInstanceOf(Seal.Broken.class);
        }
        assertThatThrownBy(() -> SEAL.open("another file", sealed)).isInstanceOf(Seal.Broken.class);
    }

    @Test
    void find_nothingNamed_makesAKeyBesideTheHomeForItsOwnerOnly() throws IOException {
        Seal made = find(Map.of());

        Path key = dir.resolve("home-secret.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(find(Map.of()).id()).isEqualTo(made.id());
        assertThat(warnings).isEmpty();
    }

    @Test
    void find_credentialOfSystemd_goesBeforeTheGenerated() throws IOException {
        Seal generated = find(Map.of());
        Path credentials = Files.createDirectory(dir.resolve("credentials"));
        Files.writeString(credentials.resolve("launcho-secret-key"), "ab".repeat(32) + "\n");

        assertThat(find(Map.of("CREDENTIALS_DIRECTORY", credentials.toString())).id())
                .isNotEqualTo(generated.id());
    }

    @Test
    void find_keyFileNamed_isReadInHexOrAsBytes() throws IOException {
        Path hex = Files.writeString(dir.resolve("hex"), "00".repeat(32));
        Path raw = Files.write(dir.resolve("raw"), new byte[32]);

        assertThat(find(Map.of("LAUNCHO_SECRET_KEY_FILE", hex.toString())).id()).isEqualTo(SEAL.id());
        assertThat(find(Map.of("LAUNCHO_SECRET_KEY_FILE", raw.toString())).id()).isEqualTo(SEAL.id());
    }

    @Test
    void find_keyFileOpenToOthers_isWarnedOf() throws IOException {
        Path file = Files.writeString(dir.resolve("key"), "00".repeat(32));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        find(Map.of("LAUNCHO_SECRET_KEY_FILE", file.toString()));

        assertThat(warnings).singleElement().asString().contains("chmod 600 " + file);
    }

    @Test
    void find_noKeyInTheFile_saysHowToMakeOne() throws IOException {
        Path empty = Files.writeString(dir.resolve("empty"), "");

        assertThatThrownBy(() -> find(Map.of("LAUNCHO_SECRET_KEY_FILE", empty.toString())))
                .hasMessageContaining("openssl rand -hex 32");
        assertThatThrownBy(() -> find(Map.of("LAUNCHO_SECRET_KEY_FILE", "/nowhere/key")))
                .hasMessageContaining("there is no key in /nowhere/key");
        assertThat(dir.resolve("home-secret.key")).doesNotExist();
    }
}
