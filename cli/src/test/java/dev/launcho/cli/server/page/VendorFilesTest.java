package dev.launcho.cli.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.launcho.cli.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The files of the web page that come from elsewhere, held against {@code vendor.json}, and the size of the whole page. */
class VendorFilesTest {
    private static final Path PAGE = Path.of("src/main/resources/dev/launcho/cli/server/page");
    private static final Path VENDOR = PAGE.resolve("vendor");
    private static final int LARGEST_PAGE = 250 * 1024;

    @Test
    void vendor_eachFile_isTheOneThatVendorJsonNames() throws Exception {
        for (JsonObject file : files()) {
            byte[] bytes = Files.readAllBytes(VENDOR.resolve(file.getString("file")));
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                    .as("SHA-256 of %s; node cli/src/page/vendor.mjs writes it anew", file.getString("file"))
                    .isEqualTo(file.getString("sha256"));
            assertThat(bytes).as(file.getString("file")).hasSize(file.getInt("size"));
        }
    }

    @Test
    void vendor_folder_hasNothingElse() throws Exception {
        TreeSet<String> expected = new TreeSet<>(List.of("vendor.json"));
        files().forEach(file -> expected.add(file.getString("file")));
        assertThat(names(VENDOR)).containsExactlyElementsOf(expected);
    }

    @Test
    void vendor_eachLibrary_hasVersionLicenceAndIntegrity() throws Exception {
        for (JsonObject library : libraries()) {
            String name = library.getString("name");
            assertThat(library.getString("version")).as(name).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(library.getString("license")).as(name).isIn("MIT", "Apache-2.0");
            assertThat(library.getString("integrity")).as(name).startsWith("sha512-");
            assertThat(VENDOR.resolve(name + ".LICENSE.txt"))
                    .as("licence of " + name)
                    .isNotEmptyFile();
        }
    }

    @Test
    void page_zipped_isSmall() throws Exception {
        int size = 0;
        for (String name : names(PAGE)) {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(zipped)) {
                Files.copy(PAGE.resolve(name), out);
            }
            size += zipped.size();
        }
        assertThat(size).as("bytes of all files of the page, each zipped").isLessThanOrEqualTo(LARGEST_PAGE);
    }

    private static List<JsonObject> libraries() throws Exception {
        JsonArray array =
                JsonParser.array().from(Files.readString(VENDOR.resolve("vendor.json"), StandardCharsets.UTF_8));
        List<JsonObject> libraries = new ArrayList<>();
        array.forEach(library -> libraries.add((JsonObject) library));
        assertThat(libraries).isNotEmpty();
        return libraries;
    }

    private static List<JsonObject> files() throws Exception {
        List<JsonObject> files = new ArrayList<>();
        for (JsonObject library : libraries()) {
            files.addAll(Json.objects(library, "files", file -> file));
        }
        return files;
    }

    /** The files in a folder and below, as paths relative to it, sorted. */
    private static List<String> names(Path folder) throws Exception {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
