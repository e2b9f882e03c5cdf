package dev.launcho.core.store;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A converter of the saved state to JSON and back. Immutable. */
final class StateText {
    private static final String KEY = "state.json";

    private final SecretSeal seal;

    StateText(SecretSeal seal) {
        this.seal = seal;
    }

    /** A text that can't be read as a state. */
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;

        Damaged(Exception cause) {
            super(cause);
        }
    }

    String of(SavedState state) {
        JsonStringWriter json = begin(state)
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
                        .array("done", p.done().stream().map(StateText::json).toList())
                        .array(
                                "condemned",
                                p.condemned().stream().map(InstanceId::name).toList())
                        .end());
        return json.end().end().done() + "\n";
    }

    /** Returns the identity of the server only, which can't be made again. */
    String identity(SavedState state) {
        return begin(state).end().done() + "\n";
    }

    private JsonStringWriter begin(SavedState state) {
        return JsonWriter.indent("  ")
                .string()
                .object()
                .value("home", state.homeId())
                .value("sealedKey", seal.close(KEY, state.key()));
    }

    private static JsonObject json(SavedState.Done done) {
        return JsonObject.builder()
                .value("version", done.version().hash())
                .value("slot", done.slot())
                .value("problem", done.problem())
                .done();
    }

    /** @throws SecretSeal.Broken if the state was sealed with another key */
    SavedState read(String text) throws Damaged, SecretSeal.Broken {
        try {
            return state(JsonParser.object().from(text));
        } catch (SecretSeal.Damaged | JsonParserException | RuntimeException e) {
            throw new Damaged(e);
        }
    }

    private SavedState state(JsonObject o) throws SecretSeal.Broken {
        Map<String, SavedState.Process> processes = new TreeMap<>();
        JsonObject all = o.getObject("processes", new JsonObject());
        for (String name : all.keySet()) {
            processes.put(name, process(all.getObject(name, new JsonObject())));
        }
        // Without home id and key, the rest would be useless.
        String key = o.has("sealedKey") ? seal.open(KEY, o.getString("sealedKey", "")) : o.getString("key", "");
        if (o.getString("home", "").isEmpty() || !key.matches("([0-9a-f]{2})+")) {
            throw new IllegalArgumentException("incomplete");
        }
        return new SavedState(o.getString("home"), key, o.getLong("revision"), o.getLong("nextInstance", 1), processes);
    }

    private static SavedState.Process process(JsonObject p) {
        return new SavedState.Process(
                p.getInt("generation"),
                new Version(p.getString("live", "")),
                p.getLong("liveRevision"),
                p.getInt("liveGeneration"),
                new Version(p.getString("failed", "")),
                p.getString("cause", ""),
                p.getBoolean("paused", false),
                array(p, "done")
                        .filter(JsonObject.class::isInstance)
                        .map(d -> done((JsonObject) d))
                        .toList(),
                array(p, "condemned")
                        .map(id -> new InstanceId(String.valueOf(id)))
                        .collect(Collectors.toSet()));
    }

    private static SavedState.Done done(JsonObject d) {
        return new SavedState.Done(
                new Version(d.getString("version", "")), d.getInt("slot"), d.getString("problem", ""));
    }

    private static Stream<Object> array(JsonObject in, String name) {
        return in.getArray(name, new JsonArray()).stream();
    }
}
