package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd.sh starts a server on a machine whose {@code /tmp} has noexec. */
class NativeFolderTest {
    @TempDir
    Path home;

    private String before = "";

    @BeforeEach
    void forget() {
        before = System.getProperty(NativeFolder.KEY, "");
        System.clearProperty(NativeFolder.KEY);
    }

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            System.clearProperty(NativeFolder.KEY);
        } else {
            System.setProperty(NativeFolder.KEY, before);
        }
    }

    @Test
    void choose_programsRunInTheHome_choosesItAndLeavesNothingThere() {
        NativeFolder.choose(home);

        assertThat(System.getProperty(NativeFolder.KEY)).isEqualTo(home.toString());
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void choose_homeCantBeUsed_keepsNettysDefault() {
        NativeFolder.choose(home.resolve("missing"));

        assertThat(System.getProperty(NativeFolder.KEY)).isNull();
    }

    @Test
    void choose_userHasChosen_keepsThat() {
        System.setProperty(NativeFolder.KEY, "/srv");

        NativeFolder.choose(home);

        assertThat(System.getProperty(NativeFolder.KEY)).isEqualTo("/srv");
    }
}
