package dev.launcho.core.store;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.event.ServerEvent;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The values behind the fingerprints of revisions, sealed in {@code revisions/secrets.json}. A file of an earlier version,
 * which is not sealed, is read, and sealed at the next write. One thread.
 */
final class SecretValues {
    private final SealedFile file;
    private final Consumer<ServerEvent> warnings;

    SecretValues(Path file, SecretSeal seal, Consumer<ServerEvent> warnings) {
        this.file = new SealedFile(file, "revisions/secrets.json", seal);
        this.warnings = warnings;
    }

    Optional<String> get(String name, String fingerprint) {
        return Optional.ofNullable(readOrNone().getOrDefault(name, Map.of()).get(fingerprint));
    }

    /** Returns all values by name. */
    Map<String, Set<String>> all() {
        Map<String, Set<String>> all = new HashMap<>();
        readOrNone().forEach((name, byFingerprint) -> all.put(name, Set.copyOf(byFingerprint.values())));
        return all;
    }

    /**
     * Adds the values that a revision uses, and drops those that no kept revision refers to.
     *
     * @param kept all revisions that are kept; empty if not all of them are known, so that nothing is dropped
     * @throws IOException if the file can't be read or written; then it is as before
     */
    void add(Revision adding, Map<String, String> values, Optional<Collection<Revision>> kept) throws IOException {
        Map<String, Map<String, String>> known = readUnlessDamaged();
        adding.secrets().forEach((name, fingerprint) -> {
            String value = values.get(name);
            if (value != null) {
                known.computeIfAbsent(name, n -> new TreeMap<>()).put(fingerprint, value);
            }
        });
        kept.ifPresent(all -> known.forEach((name, byFingerprint) -> byFingerprint
                .keySet()
                .removeIf(f -> all.stream().noneMatch(k -> f.equals(k.secrets().get(name))))));
        file.write(JsonWriter.string(known));
    }

    /**
     * Sets a damaged file aside.
     *
     * @throws SecretSeal.Broken if the file was sealed with another key
     * @throws IOException if the disk fails
     */
    void check() throws IOException {
        try {
            read();
        } catch (NoSuchFileException fresh) {
            return;
        } catch (SecretSeal.Damaged | CharacterCodingException | JsonParserException | RuntimeException damaged) {
            setAside();
        }
    }

    /** An error of the disk passes, and must not cost the values: it is thrown. */
    private Map<String, Map<String, String>> readUnlessDamaged() throws IOException {
        try {
            return read();
        } catch (NoSuchFileException fresh) {
            return new HashMap<>();
        } catch (SecretSeal.Damaged | CharacterCodingException | JsonParserException | RuntimeException damaged) {
            setAside();
            return new HashMap<>();
        }
    }

    private void setAside() throws IOException {
        file.setAside("versions that ran with other secrets can't be started again", warnings);
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
