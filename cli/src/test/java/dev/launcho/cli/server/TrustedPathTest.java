package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("attack")
class TrustedPathTest {
    @TempDir
    Path dir;

    /** Another user could put an ipvsadm there, which a server of root's would run. */
    @Test
    void of_foldersThatOthersCanChange_leavesThemOut() throws IOException {
        Path own = Files.createDirectory(dir.resolve("own"));
        Path open = Files.createDirectory(dir.resolve("open"));
        Path below = Files.createDirectory(open.resolve("below"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(TrustedPath.of(open + ":" + own + ":" + below + ":bin::" + dir.resolve("absent") + ":/tmp"))
                .isEqualTo(own.toString());
    }
}
