package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.disk.EffectiveUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSealTest {
    private static final SecretSeal SEAL = new SecretSeal(new byte[32]);

    @TempDir
    Path dir;

    private final List<String> warnings = new ArrayList<>();
    private HomeDirectory home;

    @BeforeEach
    void start() throws IOException {
        home = new HomeDirectory(Files.createDirectory(dir.resolve("home")));
    }

    private SecretSeal find(Map<String, String> environment) throws IOException {
        return SealKey.find(home, environment, warnings::add);
    }

    @Test
    void close_sameTextTwice_givesTwoTextsThatOpen() throws IOException {
        String first = SEAL.close("a file", "hunter2 ü\n");
        String second = SEAL.close("a file", "hunter2 ü\n");

        assertThat(first).isNotEqualTo(second).doesNotContain("hunter2");
        assertThat(SEAL.open("a file", first)).isEqualTo("hunter2 ü\n");
        assertThat(SecretSeal.isSealed(first)).isTrue();
        assertThat(SecretSeal.isSealed("NAME: value\n")).isFalse();
    }

    @Test
    void open_otherPurposeChangedOrCutShort_isRefused() {
        String sealed = SEAL.close("a file", "hunter2");
        int middle = sealed.length() - 12;
        String changed =
                sealed.substring(0, middle) + (sealed.charAt(middle) == 'A' ? 'B' : 'A') + sealed.substring(middle + 1);

        for (String bad :
                List.of(changed, sealed.substring(0, sealed.indexOf('\n') + 9), "# launcho sealed 1 key x", "")) {
            assertThatThrownBy(() -> SEAL.open("a file", bad)).isInstanceOf(SecretSeal.Broken.class);
        }
        assertThatThrownBy(() -> SEAL.open("another file", sealed)).isInstanceOf(SecretSeal.Broken.class);
    }

    @Test
    void find_nothingNamed_makesAKeyBesideTheHomeForItsOwnerOnly() throws IOException {
        SecretSeal made = find(Map.of());

        Path key = dir.resolve("home-secret.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(find(Map.of()).id()).isEqualTo(made.id());
        assertThat(warnings).isEmpty();
    }

    @Test
    void find_credentialOfSystemd_goesBeforeTheGenerated() throws IOException {
        SecretSeal generated = find(Map.of());
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

    /** As a user can where the folder above the home is {@code /tmp}. */
    @Test
    @Tag("attack")
    void find_keyThatAnotherUserHasPutThere_isRefused() throws IOException {
        assumeThat(EffectiveUser.isRoot()).as("root only").isTrue();
        Path planted = Files.writeString(dir.resolve("home-secret.key"), "00".repeat(32));
        Files.setAttribute(planted, "unix:uid", 65_534);
        assertThatThrownBy(() -> find(Map.of()))
                .hasMessageContaining(planted + " belongs to nobody, who may know it; remove it");

        Files.delete(planted);
        Path known = Files.writeString(dir.resolve("of-root"), "00".repeat(32));
        Files.createSymbolicLink(planted, known);
        Files.setAttribute(planted, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);
        assertThatThrownBy(() -> find(Map.of())).hasMessageContaining("belongs to nobody");
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
