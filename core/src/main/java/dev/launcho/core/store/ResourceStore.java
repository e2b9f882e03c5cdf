package dev.launcho.core.store;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.model.StoredResource;
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
 * The store of resources: blobs by the first 40 hex digits of their SHA-256. Each has two files, as in the first Launcho:
 * {@code ID-data} and {@code ID-metadata}. Thread-safe.
 */
public final class ResourceStore {
    private static final int CHUNK = 256 * 1024;

    private final Path dir;

    /** Opens a store, and removes the remains of uploads that a crash cut short. */
    public ResourceStore(Path dir) throws IOException {
        this.dir = dir;
        try (DirectoryStream<Path> left = Files.newDirectoryStream(dir, ".upload-*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    public static boolean isId(String id) {
        return id.matches("[0-9a-f]{40}");
    }

    /** Returns the file in which the bytes of a resource are, or would be. */
    public Path data(String id) {
        if (!isId(id)) {
            throw new IllegalArgumentException("not a resource id (40 hex digits): " + id);
        }
        return dir.resolve(id + "-data");
    }

    private Path metadata(String id) {
        return dir.resolve(id + "-metadata");
    }

    /** Writes a stream to disk, hashed on the way. If the same bytes are stored already, they get the new name. */
    public StoredResource store(String name, InputStream bytes) throws IOException {
        Path fresh = dir.resolve(".upload-" + ValueFingerprints.random(8));
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            long size = 0;
            try (FileChannel out = AtomicFiles.create(fresh)) {
                byte[] chunk = new byte[CHUNK];
                for (int n = bytes.read(chunk); n >= 0; n = bytes.read(chunk)) {
                    sha.update(chunk, 0, n);
                    write(out, ByteBuffer.wrap(chunk, 0, n));
                    size += n;
                }
                out.force(true);
            }
            String id = HexFormat.of().formatHex(sha.digest()).substring(0, 40);
            StoredResource entry = new StoredResource(id, name, size);
            publish(fresh, entry);
            return entry;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void write(FileChannel out, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw FileFailure.writing(dir, e);
        }
    }

    /** Publishes a resource as a whole or not at all: a failed write leaves nothing of a new resource. */
    private synchronized void publish(Path fresh, StoredResource entry) throws IOException {
        boolean known = Files.exists(data(entry.id()));
        try {
            AtomicFiles.replace(fresh, data(entry.id()));
            describe(entry);
        } catch (IOException refused) {
            if (!known) {
                Files.deleteIfExists(data(entry.id()));
            }
            throw refused;
        }
    }

    private void describe(StoredResource entry) throws IOException {
        AtomicFiles.write(
                metadata(entry.id()),
                JsonWriter.string()
                        .object()
                        .value("id", entry.id())
                        .value("name", entry.name())
                        .value("size", entry.size())
                        .end()
                        .done());
    }

    public Optional<StoredResource> find(String id) {
        if (!isId(id) || !Files.isRegularFile(data(id))) {
            return Optional.empty();
        }
        try {
            long size = Files.size(data(id));
            return Optional.of(new StoredResource(id, name(id), size));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Returns the name of a resource, or its id if the metadata is damaged. */
    private String name(String id) {
        try {
            JsonObject o = JsonParser.object().from(Files.readString(metadata(id)));
            return o.getString("name", id);
        } catch (IOException | JsonParserException damaged) {
            return id;
        }
    }

    /** Returns all resources, by name, then id. */
    public List<StoredResource> all() throws IOException {
        List<StoredResource> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*-data")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                find(name.substring(0, name.length() - "-data".length())).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparing(StoredResource::name).thenComparing(StoredResource::id));
        return all;
    }

    public InputStream open(String id) throws IOException {
        return Files.newInputStream(data(id));
    }

    /** @return whether it was there */
    public synchronized boolean remove(String id) throws IOException {
        boolean there = Files.deleteIfExists(data(id));
        try {
            Files.deleteIfExists(metadata(id));
        } catch (IOException left) {
            return there; // Metadata without the bytes means nothing.
        }
        return there;
    }

    /**
     * Removes a resource that was not uploaded since an instant. An upload at the same moment keeps it.
     *
     * @return whether this call has removed it
     */
    public synchronized boolean removeOlder(String id, Instant since) throws IOException {
        return isOlder(id, since) && remove(id);
    }

    /** Returns whether a resource was last uploaded before an instant; false if it is not there. */
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
