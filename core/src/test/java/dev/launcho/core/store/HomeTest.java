package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path dir;

    @Test
    void of_flagThenEnvironmentThenUser_inThatOrder() {
        assertThat(Home.of("/flag", "/env", "/root").dir()).isEqualTo(Path.of("/flag"));
        assertThat(Home.of("", "/env/../var", "/root").dir()).isEqualTo(Path.of("/var"));
        assertThat(Home.of("", "", "/root").dir()).isEqualTo(Path.of("/root/.launcho"));
        assertThat(Home.of("relative", "", "").dir()).isAbsolute();
    }

    @Test
    void prepare_home_lookedIntoByNobodyElse() throws IOException {
        Home home = new Home(dir.resolve("deep/home"));
        Stores.prepare(home);
        Stores.prepare(home);

        assertThat(permissions(home.dir())).isEqualTo("rwx--x--x");
        assertThat(permissions(home.work())).isEqualTo("rwx--x--x");
        for (Path folder : new Path[] {home.storage(), home.revisions(), home.instances(), home.logs()}) {
            assertThat(permissions(folder)).as(folder.toString()).isEqualTo("rwx------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
