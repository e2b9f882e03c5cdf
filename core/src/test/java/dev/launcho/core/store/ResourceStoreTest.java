package dev.launcho.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.launcho.core.model.StoredResource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceStoreTest {
    /** The first 40 hex digits of SHA-256("hello\n"). */
    private static final String HELLO = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc71";

    @TempDir
    Path dir;

    private ResourceStore resources;

    @BeforeEach
    void start() throws IOException {
        resources = new ResourceStore(dir);
    }

    @Test
    void store_bytes_hasTheHashAsItsId() throws IOException {
        StoredResource entry = resources.store("hello.txt", bytes("hello\n"));

        assertThat(entry).isEqualTo(new StoredResource(HELLO, "hello.txt", 6));
        assertThat(resources.find(HELLO)).contains(entry);
        assertThat(resources.open(HELLO)).hasContent("hello\n");
        assertThat(dir.toFile().list()).containsExactlyInAnyOrder(HELLO + "-data", HELLO + "-metadata");
    }

    @Test
    void store_metadata_isJsonAsTheFirstLaunchoWroteIt() throws Exception {
        resources.store("app \"ü\".tar", bytes("hello\n"));
        JsonObject o = JsonParser.object().from(Files.readString(dir.resolve(HELLO + "-metadata")));

        assertThat(o.keySet()).containsExactlyInAnyOrder("id", "name", "size");
        assertThat(o.getString("id")).isEqualTo(HELLO);
        assertThat(o.getString("name")).isEqualTo("app \"ü\".tar");
        assertThat(o.getLong("size")).isEqualTo(6);
    }

    @Test
    void store_sameBytesTwice_isOneResource() throws IOException {
        resources.store("a", bytes("hello\n"));
        resources.store("b", bytes("hello\n"));

        assertThat(resources.all()).hasSize(1);
    }

    @Test
    void store_streamBreaksOff_leavesNothing() {
        InputStream broken = new InputStream() {
            private int chunks = 3;

            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                if (chunks-- == 0) {
                    throw new IOException("connection lost");
                }
                return length;
            }
        };

        assertThatThrownBy(() -> resources.store("a", broken)).hasMessage("connection lost");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void new_uploadsThatACrashCutShort_areRemoved() throws IOException {
        Files.writeString(dir.resolve(".upload-0123"), "half");
        resources.store("hello.txt", bytes("hello\n"));
        ResourceStore again = new ResourceStore(dir);

        assertThat(dir.resolve(".upload-0123")).doesNotExist();
        assertThat(again.find(HELLO)).isPresent();
    }

    @Test
    void find_metadataDamaged_isStillThereUnderItsId() throws IOException {
        resources.store("hello.txt", bytes("hello\n"));
        Files.write(dir.resolve(HELLO + "-metadata"), new byte[] {'{', (byte) 0xff});

        assertThat(resources.find(HELLO)).contains(new StoredResource(HELLO, HELLO, 6));
        Files.delete(dir.resolve(HELLO + "-metadata"));
        assertThat(resources.all()).containsExactly(new StoredResource(HELLO, HELLO, 6));
    }

    @Test
    void all_severalAndStrangeFiles_areSortedByName() throws IOException {
        resources.store("b", bytes("1"));
        resources.store("a", bytes("2"));
        Files.writeString(dir.resolve("README-data"), "not ours");

        assertThat(resources.all()).extracting(StoredResource::name).containsExactly("a", "b");
    }

    @Test
    void remove_stored_isGone() throws IOException {
        resources.store("hello.txt", bytes("hello\n"));

        assertThat(resources.remove(HELLO)).isTrue();
        assertThat(resources.find(HELLO)).isEmpty();
        assertThat(dir).isEmptyDirectory();
        assertThat(resources.remove(HELLO)).isFalse();
    }

    @Test
    void removeOlder_sentBefore_isGoneOnce() throws IOException {
        resources.store("hello.txt", bytes("hello\n"));
        Instant later = Instant.now().plusSeconds(60);

        assertThat(resources.isOlder(HELLO, later)).isTrue();
        assertThat(resources.removeOlder(HELLO, later)).isTrue();
        assertThat(dir).isEmptyDirectory();
        assertThat(resources.isOlder(HELLO, later)).isFalse();
        assertThat(resources.removeOlder(HELLO, later)).isFalse();
    }

    /** As an upload is for a moment, and what was copied here by hand. */
    @Test
    void removeOlder_sentSinceAndWithoutMetadata_stays() throws IOException {
        resources.store("hello.txt", bytes("hello\n"));
        Instant before = Instant.now().minusSeconds(60);

        assertThat(resources.removeOlder(HELLO, before)).isFalse();
        Files.delete(dir.resolve(HELLO + "-metadata"));
        assertThat(resources.removeOlder(HELLO, before)).isFalse();
        assertThat(resources.find(HELLO)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../../etc/passwd", "5891B5B522D5DF086D0FF0B110FBD9D21BB4FC71", "5891b5"})
    void data_notAnId_isRefused(String id) {
        assertThat(resources.find(id)).isEmpty();
        assertThatThrownBy(() -> resources.data(id)).isInstanceOf(IllegalArgumentException.class);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
