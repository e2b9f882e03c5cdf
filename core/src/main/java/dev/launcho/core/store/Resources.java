package dev.launcho.core.store;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.disk.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Blobs by the first 40 hex digits of their SHA-256, in two files each as the first Launcho laid them: {@code ID-data}
 * and {@code ID-metadata}. Thread-safe.
 */
public final class Resources {
    private static final int CHUNK = 256 * 1024;

    private final Path dir;

    /** Removes what uploads that a crash cut short have left. */
    public Resources(Path dir) throws IOException {
        this.dir = dir;
        try (DirectoryStream<Path> left = Files.newDirectoryStream(dir, ".upload-*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** @param size in bytes */
    public record Entry(String id, String name, long size) {}

    public static boolean isId(String id) {
        return id.matches("[0-9a-f]{40}");
    }

    /** Where the bytes of a resource are, or would be. */
    public Path data(String id) {
        if (!isId(id)) {
            throw new IllegalArgumentException("not a resource id (40 hex digits): " + id);
        }
        return dir.resolve(id + "-data");
    }

    private Path metadata(String id) {
        return dir.resolve(id + "-metadata");
    }

    /** Streams to disk, hashing on the way; what is there already under the same hash is left as it is. */
    public Entry store(String name, InputStream bytes) throws IOException {
        Path fresh = dir.resolve(".upload-" + Keys.random(8));
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            long size = 0;
            try (FileChannel out = AtomicFiles.create(fresh)) {
                byte[] chunk = new byte[CHUNK];
                for (int n = bytes.read(chunk); n >= 0; n = bytes.read(chunk)) {
                    sha.update(chunk, 0, n);
                    ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, n);
                    while (buffer.hasRemaining()) {
                        out.write(buffer);
                    }
                    size += n;
                }
                out.force(true);
            }
            String id = HexFormat.of().formatHex(sha.digest()).substring(0, 40);
            Entry entry = new Entry(id, name, size);
            publish(fresh, entry);
            return entry;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private synchronized void publish(Path fresh, Entry entry) throws IOException {
        AtomicFiles.replace(fresh, data(entry.id));
        AtomicFiles.write(
                metadata(entry.id),
                JsonWriter.string()
                        .object()
                        .value("id", entry.id)
                        .value("name", entry.name)
                        .value("size", entry.size)
                        .end()
                        .done());
    }

    public Optional<Entry> find(String id) {
        if (!isId(id) || !Files.isRegularFile(data(id))) {
            return Optional.empty();
        }
        try {
            long size = Files.size(data(id));
            return Optional.of(new Entry(id, name(id), size));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** A resource whose metadata is damaged is still there, under its id. */
    private String name(String id) {
        try {
            JsonObject o = JsonParser.object().from(Files.readString(metadata(id)));
            return o.getString("name", id);
        } catch (IOException | JsonParserException damaged) {
            return id;
        }
    }

    /** By name, then id. */
    public List<Entry> all() throws IOException {
        List<Entry> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*-data")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                find(name.substring(0, name.length() - "-data".length())).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparing(Entry::name).thenComparing(Entry::id));
        return all;
    }

    public InputStream open(String id) throws IOException {
        return Files.newInputStream(data(id));
    }

    /** @return whether it was there */
    public synchronized boolean remove(String id) throws IOException {
        boolean there = Files.deleteIfExists(data(id));
        Files.deleteIfExists(metadata(id));
        return there;
    }

    /**
     * Removes what was not sent since; not what is sent again at this very moment.
     *
     * @return whether it is gone by this
     */
    public synchronized boolean removeOlder(String id, Instant since) throws IOException {
        return isOlder(id, since) && remove(id);
    }

    /** Whether it was sent last before an instant; not what is not there. */
    public synchronized boolean isOlder(String id, Instant since) {
        try {
            return Files.getLastModifiedTime(metadata(id)).toInstant().isBefore(since) && Files.isRegularFile(data(id));
        } catch (IOException noMetadata) {
            return olderData(id, since);
        }
    }

    private boolean olderData(String id, Instant since) {
        try {
            return Files.getLastModifiedTime(data(id)).toInstant().isBefore(since);
        } catch (IOException gone) {
            return false;
        }
    }
}
