package dev.launcho.core.process.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.core.process.system.ShimScripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exchanges of folders between two steps of {@code place.sh}, by the owner of the folder in which it writes. Functions
 * with the names of the script's programs make the exchange, so that no attack depends on its timing.
 */
@Tag("attack")
class PlaceScriptTest {
    private static final int EXCHANGED = 74;

    /** Makes the folder as mkdir does, then exchanges the script's own folder by $1. */
    private static final String AFTER_MKDIR = """
            mkdir() {
              command mkdir "$@" || return
              case $1 in "./$place_own") command mv -T "$1" ./aside; %s ;; esac
            }
            """;

    /** Moves as mv does, then exchanges the folder that the script fills. */
    private static final String AFTER_MV = """
            mv() {
              command mv "$@" || return
              if [ ! -e '%1$s/aside' ]; then command mv -T '%1$s/conf' '%1$s/aside'; ln -s '%2$s' '%1$s/conf'; fi
            }
            """;

    @TempDir
    Path temp;

    private Path app;
    private Path rootOnly;
    private Path source;

    @BeforeEach
    void make() throws IOException {
        Path dir = temp.toRealPath();
        app = Files.createDirectory(dir.resolve("app"));
        rootOnly = own(dir.resolve("rootonly"));
        source = Files.writeString(dir.resolve("source"), "content");
    }

    @Test
    void place_nothingIsExchanged_isPlaced() throws Exception {
        assertThat(place("", "conf/sub/app.conf")).isEqualTo("0 ");
        assertThat(app.resolve("conf/sub/app.conf")).hasContent("content");
        assertThat(app.resolve("conf/sub")).isDirectoryNotContaining("glob:**.launcho*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.conf", "conf/app.conf"})
    void place_newFolderIsExchangedForALink_isRefusedAndNothingIsWrittenThere(String file) throws Exception {
        Path precious = Files.writeString(rootOnly.resolve("precious"), "root's");
        String swap = AFTER_MKDIR.formatted("ln -s '" + rootOnly + "' \"$1\"");

        assertThat(place(swap, file)).isEqualTo(EXCHANGED + " " + app);
        assertThat(precious).hasContent("root's");
        assertThat(rootOnly).isDirectoryNotContaining(path -> !path.equals(precious));
        assertThat(app.resolveSibling("app.conf")).doesNotExist();
    }

    /** The folder has the right place and the right name, and is root's alone. */
    @Test
    void place_newFolderIsExchangedForAnotherOfRoots_isRefusedAndNothingIsWrittenThere() throws Exception {
        Files.writeString(own(app.resolve("private")).resolve("precious"), "root's");
        String swap =
                AFTER_MKDIR.formatted("command mv -T ./private \"$1\"; (cd \"$1\" && pwd) >'" + temp + "/swapped'");

        assertThat(place(swap, "app.conf")).isEqualTo(EXCHANGED + " " + app);
        Path exchanged = Path.of(Files.readString(temp.resolve("swapped")).strip());
        assertThat(exchanged).isDirectoryContaining("glob:**/precious").isDirectoryNotContaining("glob:**/made*");
        assertThat(app.resolve("app.conf")).doesNotExist();
    }

    /** The script has to go back to the folder that it came from, and not to what has its name by now. */
    @Test
    void place_filledFolderIsExchangedForALink_isRefusedAndNothingIsWrittenThere() throws Exception {
        Files.createDirectory(app.resolve("conf"));
        own(rootOnly.resolve("sub"));

        assertThat(place(AFTER_MV.formatted(app, rootOnly), "conf/sub/app.conf"))
                .isEqualTo(EXCHANGED + " " + app.resolve("conf"));
        assertThat(rootOnly.resolve("sub")).isEmptyDirectory();
        assertThat(app.resolve("aside/sub")).isEmptyDirectory();
    }

    /** @return the script's exit status and what it printed */
    private String place(String functions, String file) throws Exception {
        Process script = new ProcessBuilder(List.of(
                        "/bin/sh", "-c", functions + ShimScripts.words("place.sh"), "sh", "guard", "", "", file))
                .directory(app.toFile())
                .redirectInput(source.toFile())
                .start();
        assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return script.exitValue() + " "
                + new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static Path own(Path folder) throws IOException {
        return Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
