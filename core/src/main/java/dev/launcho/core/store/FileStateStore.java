package dev.launcho.core.store;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.model.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** State in files: {@code state.json}, {@code revisions/N.json}, {@code revisions/secrets.json}. */
final class FileStateStore implements StateStore {
    private static final int KEPT = 50;

    private final Path file;
    private final Path dir;
    private final Consumer<String> warnings;
    private Set<Long> inUse = Set.of();

    FileStateStore(Path home, Path revisions, Consumer<String> warnings) {
        this.file = home.resolve("state.json");
        this.dir = revisions;
        this.warnings = warnings;
    }

    @Override
    public SavedState load() throws IOException {
        if (!Files.exists(file)) {
            SavedState fresh = SavedState.fresh();
            save(fresh);
            return fresh;
        }
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            SavedState state = parse(JsonParser.object().from(text));
            remember(state);
            return state;
        } catch (JsonParserException | IllegalArgumentException damaged) {
            Path aside = file.resolveSibling("state.json.damaged");
            Files.move(file, aside, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            warnings.accept("state.json could not be read and was set aside as " + aside.getFileName());
            SavedState fresh = SavedState.fresh().withRevision(newest());
            save(fresh);
            return fresh;
        }
    }

    @Override
    public void save(SavedState state) throws IOException {
        JsonStringWriter json = JsonWriter.indent("  ").string().object();
        json.value("home", state.homeId())
                .value("key", state.key())
                .value("revision", state.revision())
                .value("nextInstance", state.nextInstance())
                .object("processes");
        state.processes()
                .forEach((name, p) -> json.object(name)
                        .value("generation", p.generation())
                        .value("live", p.live().hash())
                        .value("liveRevision", p.liveRevision())
                        .value("liveGeneration", p.liveGeneration())
                        .value("failed", p.failed().hash())
                        .value("cause", p.cause())
                        .value("paused", p.paused())
                        .end());
        AtomicFiles.write(file, json.end().end().done() + "\n");
        remember(state);
    }

    private void remember(SavedState state) {
        Set<Long> used = new TreeSet<>();
        used.add(state.revision());
        state.processes().values().forEach(p -> used.add(p.liveRevision()));
        inUse = used;
    }

    private static SavedState parse(JsonObject o) {
        Map<String, SavedState.Process> processes = new TreeMap<>();
        JsonObject all = o.getObject("processes", new JsonObject());
        for (String name : all.keySet()) {
            JsonObject p = all.getObject(name, new JsonObject());
            processes.put(
                    name,
                    new SavedState.Process(
                            p.getInt("generation"),
                            new Version(p.getString("live", "")),
                            p.getLong("liveRevision"),
                            p.getInt("liveGeneration"),
                            new Version(p.getString("failed", "")),
                            p.getString("cause", ""),
                            p.getBoolean("paused", false)));
        }
        // Without these nothing of the rest could be made use of.
        if (o.getString("home", "").isEmpty() || !o.getString("key", "").matches("([0-9a-f]{2})+")) {
            throw new IllegalArgumentException("incomplete");
        }
        return new SavedState(
                o.getString("home"),
                o.getString("key"),
                o.getLong("revision"),
                o.getLong("nextInstance", 1),
                processes);
    }

    @Override
    public void add(Revision r, Map<String, String> values) throws IOException {
        Map<String, Map<String, String>> known = values();
        r.secrets().forEach((name, fingerprint) -> {
            String value = values.get(name);
            if (value != null) {
                known.computeIfAbsent(name, n -> new TreeMap<>()).put(fingerprint, value);
            }
        });
        List<Revision> kept = prune(r);
        known.forEach((name, byFingerprint) -> byFingerprint
                .keySet()
                .removeIf(f -> kept.stream().noneMatch(k -> f.equals(k.secrets().get(name)))));
        // Values first: a revision must never point to one that is not there.
        AtomicFiles.write(dir.resolve("secrets.json"), JsonWriter.string(known) + "\n");
        JsonStringWriter json = JsonWriter.indent("  ").string().object();
        json.value("number", r.number())
                .value("at", r.at().toString())
                .value("by", r.by())
                .value("from", r.from())
                .object("secrets", new JsonObject(r.secrets()))
                .value("target", r.target());
        AtomicFiles.write(dir.resolve(r.number() + ".json"), json.end().done() + "\n");
    }

    /** Removes revisions that are neither among the newest nor run by any process. */
    private List<Revision> prune(Revision adding) throws IOException {
        List<Revision> kept = new ArrayList<>(List.of(adding));
        for (long number : numbers()) {
            if (number <= adding.number() - KEPT && !inUse.contains(number)) {
                Files.deleteIfExists(dir.resolve(number + ".json"));
            } else {
                revision(number).ifPresent(kept::add);
            }
        }
        return kept;
    }

    private Set<Long> numbers() throws IOException {
        Set<Long> numbers = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*.json")) {
            for (Path f : files) {
                String name = f.getFileName().toString().replace(".json", "");
                if (name.matches("[0-9]{1,18}")) {
                    numbers.add(Long.parseLong(name));
                }
            }
        }
        return numbers;
    }

    private long newest() throws IOException {
        return numbers().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public Optional<Revision> revision(long number) {
        try {
            JsonObject o = JsonParser.object().from(Files.readString(dir.resolve(number + ".json")));
            Map<String, String> secrets = new TreeMap<>();
            o.getObject("secrets", new JsonObject()).forEach((name, f) -> secrets.put(name, String.valueOf(f)));
            return Optional.of(new Revision(
                    o.getLong("number"),
                    Instant.parse(o.getString("at", "1970-01-01T00:00:00Z")),
                    o.getString("by", ""),
                    o.getString("from", ""),
                    o.getString("target", ""),
                    secrets));
        } catch (IOException | JsonParserException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> secret(String name, String fingerprint) {
        return Optional.ofNullable(values().getOrDefault(name, Map.of()).get(fingerprint));
    }

    private Map<String, Map<String, String>> values() {
        Map<String, Map<String, String>> all = new HashMap<>();
        try {
            JsonObject o = JsonParser.object().from(Files.readString(dir.resolve("secrets.json")));
            for (String name : o.keySet()) {
                Map<String, String> byFingerprint = new TreeMap<>();
                o.getObject(name).forEach((f, value) -> byFingerprint.put(f, String.valueOf(value)));
                all.put(name, byFingerprint);
            }
        } catch (IOException | JsonParserException unreadable) {
            return all;
        }
        return all;
    }
}
