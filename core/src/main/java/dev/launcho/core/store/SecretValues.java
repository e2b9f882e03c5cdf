package dev.launcho.core.store;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The values behind the fingerprints of revisions, sealed in {@code revisions/secrets.json}. One of an earlier version, that is
 * not sealed, is read, and sealed when it is next written. One thread.
 */
final class SecretValues {
    private final SealedFile file;
    private final Consumer<String> warnings;

    SecretValues(Path file, Seal seal, Consumer<String> warnings) {
        this.file = new SealedFile(file, "revisions/secrets.json", seal);
        this.warnings = warnings;
    }

    Optional<String> get(String name, String fingerprint) {
        return Optional.ofNullable(readOrNone().getOrDefault(name, Map.of()).get(fingerprint));
    }

    /** Adds those that a revision uses; what no kept revision points to is forgotten. */
    void add(Revision adding, Map<String, String> values, Collection<Revision> kept) throws IOException {
        Map<String, Map<String, String>> known = readOrNone();
        adding.secrets().forEach((name, fingerprint) -> {
            String value = values.get(name);
            if (value != null) {
                known.computeIfAbsent(name, n -> new TreeMap<>()).put(fingerprint, value);
            }
        });
        known.forEach((name, byFingerprint) -> byFingerprint
                .keySet()
                .removeIf(f -> kept.stream().noneMatch(k -> f.equals(k.secrets().get(name)))));
        file.write(JsonWriter.string(known));
    }

    /** @throws Seal.Broken if it was sealed with another key */
    void check() throws IOException {
        try {
            read();
        } catch (NoSuchFileException fresh) {
            return;
        } catch (Seal.Damaged damaged) {
            setAside();
        } catch (Seal.Broken e) {
            throw e;
        } catch (IOException | JsonParserException | RuntimeException unreadable) {
            setAside();
        }
    }

    private void setAside() throws IOException {
        file.setAside(": versions that ran with other secrets can't be started again", warnings);
    }

    private Map<String, Map<String, String>> readOrNone() {
        try {
            return read();
        } catch (IOException | JsonParserException | RuntimeException unreadable) {
            return new HashMap<>();
        }
    }

    private Map<String, Map<String, String>> read() throws IOException, JsonParserException {
        Map<String, Map<String, String>> all = new HashMap<>();
        JsonObject o = JsonParser.object().from(file.readEvenIfPlain());
        for (String name : o.keySet()) {
            Map<String, String> byFingerprint = new TreeMap<>();
            o.getObject(name).forEach((f, value) -> byFingerprint.put(f, String.valueOf(value)));
            all.put(name, byFingerprint);
        }
        return all;
    }
}
