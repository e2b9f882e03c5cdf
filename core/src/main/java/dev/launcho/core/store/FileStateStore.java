package dev.launcho.core.store;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** State in files: {@code state.json}, {@code revisions/N.json}, {@code revisions/secrets.json}. */
final class FileStateStore implements StateStore {
    private static final int KEPT = 50;
    private static final String KEY = "state.json";

    private final Path file;
    private final RevisionFiles revisions;
    private final SecretValues values;
    private final Seal seal;
    private final Consumer<String> warnings;
    private final TreeMap<Long, Revision.Head> heads = new TreeMap<>();
    private Set<Long> inUse = Set.of();

    FileStateStore(Home home, Seal seal, Consumer<String> warnings) {
        this.file = home.dir().resolve("state.json");
        this.revisions = new RevisionFiles(home.revisions());
        this.values = new SecretValues(home.revisions().resolve("secrets.json"), seal);
        this.seal = seal;
        this.warnings = warnings;
    }

    @Override
    public SavedState load() throws IOException {
        values.check();
        heads.clear();
        for (long number : revisions.numbers()) {
            revisions.read(number).ifPresent(r -> heads.put(number, r.head()));
        }
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
            SavedState fresh = SavedState.fresh().withRevision(heads.isEmpty() ? 0 : heads.lastKey());
            save(fresh);
            return fresh;
        }
    }

    @Override
    public void save(SavedState state) throws IOException {
        JsonStringWriter json = JsonWriter.indent("  ").string().object();
        json.value("home", state.homeId())
                .value("sealedKey", seal.close(KEY, state.key()))
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
                        .array(
                                "done",
                                p.done().stream().map(FileStateStore::json).toList())
                        .array(
                                "condemned",
                                p.condemned().stream().map(InstanceId::name).toList())
                        .end());
        AtomicFiles.write(file, json.end().end().done() + "\n");
        remember(state);
    }

    private static JsonObject json(SavedState.Done done) {
        return JsonObject.builder()
                .value("version", done.version().hash())
                .value("slot", done.slot())
                .value("problem", done.problem())
                .done();
    }

    private void remember(SavedState state) {
        Set<Long> used = new TreeSet<>();
        used.add(state.revision());
        state.processes().values().forEach(p -> used.add(p.liveRevision()));
        inUse = used;
    }

    private SavedState parse(JsonObject o) throws Seal.Broken {
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
                            p.getBoolean("paused", false),
                            objects(p, "done")
                                    .map(d -> new SavedState.Done(
                                            new Version(d.getString("version", "")),
                                            d.getInt("slot"),
                                            d.getString("problem", "")))
                                    .toList(),
                            p.getArray("condemned", new JsonArray()).stream()
                                    .map(id -> new InstanceId(String.valueOf(id)))
                                    .collect(Collectors.toSet())));
        }
        // Without these nothing of the rest could be made use of.
        String key = o.has("sealedKey") ? seal.open(KEY, o.getString("sealedKey", "")) : o.getString("key", "");
        if (o.getString("home", "").isEmpty() || !key.matches("([0-9a-f]{2})+")) {
            throw new IllegalArgumentException("incomplete");
        }
        return new SavedState(o.getString("home"), key, o.getLong("revision"), o.getLong("nextInstance", 1), processes);
    }

    private static Stream<JsonObject> objects(JsonObject in, String name) {
        return in.getArray(name, new JsonArray()).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast);
    }

    @Override
    public void add(Revision r, Map<String, String> secrets) throws IOException {
        List<Revision> kept = prune(r);
        // Values first: a revision must never point to one that is not there.
        values.add(r, secrets, kept);
        revisions.write(r);
        heads.put(r.number(), r.head());
    }

    /** Removes revisions that are neither among the newest nor run by any process. */
    private List<Revision> prune(Revision adding) throws IOException {
        List<Revision> kept = new ArrayList<>(List.of(adding));
        for (long number : revisions.numbers()) {
            if (number <= adding.number() - KEPT && !inUse.contains(number)) {
                revisions.remove(number);
                heads.remove(number);
            } else {
                revisions.read(number).ifPresent(kept::add);
            }
        }
        return kept;
    }

    @Override
    public Optional<Revision> revision(long number) {
        return revisions.read(number);
    }

    @Override
    public List<Revision.Head> history() {
        return List.copyOf(heads.values());
    }

    @Override
    public void ended(long number, Revision.End end) throws IOException {
        Optional<Revision> revision = revisions.read(number);
        if (revision.isPresent()) {
            Revision.Head head = revision.get().head().ended(end);
            heads.put(number, head);
            revisions.write(new Revision(head, revision.get().target()));
        }
    }

    @Override
    public Optional<String> secret(String name, String fingerprint) {
        return values.get(name, fingerprint);
    }
}
