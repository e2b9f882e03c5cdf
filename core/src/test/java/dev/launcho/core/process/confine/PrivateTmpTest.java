package dev.launcho.core.process.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.launcho.core.model.InstanceId;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("attack")
class PrivateTmpTest {
    @TempDir
    Path temp;

    /** Root's mounts follow no link; the home of a server may lie behind one. */
    @Test
    void of_homeBehindALink_namesTheRealFolders() throws Exception {
        Path real = Files.createDirectory(temp.toRealPath().resolve("data"));
        Path home = Files.createSymbolicLink(temp.resolve("home"), real);

        assertThat(new PrivateTmp(home.resolve("tmp")).of(new InstanceId("calm-newt-1"), Path.of("/")))
                .isNotEmpty()
                .allMatch(place -> place.own().startsWith(real));
    }

    /** The machine's folder is open to all, its replacement only to the instance: so all in it is the instance's. */
    @Test
    void remove_foldersOfTheInstancesUser_goWithoutAnError() throws Exception {
        InstanceId id = new InstanceId("calm-newt-1");
        PrivateTmp tmp = new PrivateTmp(temp.resolve("tmp"));
        Path own = tmp.of(id, Path.of("/")).get(0).own();
        Path folder = Files.createDirectories(own.resolve("cache/deep")).getParent();
        assumeThat(Files.getAttribute(folder, "unix:uid")).as("root only").isEqualTo(0);
        Files.createFile(folder.resolve("file"));
        Files.setAttribute(folder, "unix:uid", 65_534);

        tmp.remove(id);

        assertThat(own.getParent()).doesNotExist();
    }
}
