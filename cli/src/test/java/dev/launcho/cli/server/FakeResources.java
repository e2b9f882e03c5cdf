package dev.launcho.cli.server;

import dev.launcho.core.admin.HistoryOperations.Collected;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.model.StoredResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Resources in a folder: one named {@code used} is in use, for {@code full-disk} there is no room. Any thread. */
final class FakeResources {
    private final Path storage;
    private final Map<String, StoredResource> resources = new ConcurrentHashMap<>();

    FakeResources(Path storage) {
        this.storage = storage;
    }

    List<StoredResource> all() {
        return List.copyOf(new TreeMap<>(resources).values());
    }

    StoredResource store(String name, InputStream bytes) throws RequestRefused {
        try {
            Path file = Files.createTempFile(storage, "resource", "");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long size = 0;
            byte[] buffer = new byte[64 * 1024];
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                    if (name.equals("full-disk")) {
                        throw new RequestRefused(RequestRefused.Code.FAILED, "no space left on the device");
                    }
                    digest.update(buffer, 0, count);
                    out.write(buffer, 0, count);
                    size += count;
                }
            }
            String id = HexFormat.of().formatHex(digest.digest()).substring(0, 40);
            Files.move(file, storage.resolve(id), StandardCopyOption.REPLACE_EXISTING);
            StoredResource view = new StoredResource(id, name, size);
            resources.put(id, view);
            return view;
        } catch (RequestRefused e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    StoredResource one(String id) throws RequestRefused {
        StoredResource view = resources.get(id);
        if (view == null) {
            throw new RequestRefused(RequestRefused.Code.NOT_FOUND, "there is no resource " + id);
        }
        return view;
    }

    InputStream open(String id) throws RequestRefused {
        try {
            return Files.newInputStream(storage.resolve(one(id).id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> remove(String id, boolean force) throws RequestRefused {
        boolean used = one(id).name().equals("used");
        if (used && !force) {
            throw new RequestRefused(RequestRefused.Code.CONFLICT, id + " is used by process \"web\"");
        }
        resources.remove(id);
        return used ? List.of("process web keeps running, but can't be started again without it") : List.of();
    }

    Collected collect(boolean dryRun) {
        List<StoredResource> unused =
                all().stream().filter(r -> !r.name().equals("used")).toList();
        if (!dryRun) {
            unused.forEach(r -> resources.remove(r.id()));
        }
        return new Collected(unused, resources.size() - (dryRun ? unused.size() : 0));
    }
}
