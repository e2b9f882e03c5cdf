package dev.launcho.cli.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/dev/launcho/cli/server/page");
    private static final Path LIST = FOLDER.resolve("files.txt");

    @Test
    void list_ofTheFiles_isWhatTheFolderHas() throws Exception {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(LIST))
                    .map(file -> FOLDER.relativize(file).toString())
                    .sorted()
                    .toList();
            if (Boolean.getBoolean("launcho.generate")) {
                Files.write(LIST, names);
            }
            assertThat(Files.readAllLines(LIST)).as("run make generated").isEqualTo(names);
        }
    }

    @Test
    void files_all_haveATypeAndATag() throws Exception {
        PageFiles files = PageFiles.load();
        for (String name : Files.readAllLines(LIST)) {
            PageFile file = files.find(name).orElseThrow();
            assertThat(file.type()).contains("/");
            assertThat(file.isHeld(file.tag())).isTrue();
            assertThat(file.length()).isEqualTo((int) Files.size(FOLDER.resolve(name)));
        }
    }

    @Test
    void file_ofAnUnknownType_isRefusedAtTheStart() {
        assertThatThrownBy(() -> PageFile.of("a.exe", new byte[0])).hasMessageContaining("a.exe");
    }
}
