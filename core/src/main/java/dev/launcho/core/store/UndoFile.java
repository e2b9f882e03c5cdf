package dev.launcho.core.store;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** {@code revisions/undo.json}, sealed, as long as a change is under way. One thread. */
final class UndoFile {
    private final SealedFile file;
    private final Consumer<String> warnings;

    UndoFile(Path file, Seal seal, Consumer<String> warnings) {
        this.file = new SealedFile(file, "revisions/undo.json", seal);
        this.warnings = warnings;
    }

    void write(Undo undo) throws IOException {
        String json = JsonWriter.string()
                .object()
                .value("revision", undo.revision())
                .object("secrets", new JsonObject(undo.secrets()))
                .value("target", undo.target())
                .value("next", undo.next())
                .end()
                .done();
        file.write(json);
    }

    /** Empty, too, if it can't be read: then it is set aside. */
    Optional<Undo> readOrSetAside() throws IOException {
        try {
            JsonObject o = JsonParser.object().from(file.read());
            Map<String, String> secrets = new TreeMap<>();
            o.getObject("secrets", new JsonObject()).forEach((name, value) -> secrets.put(name, String.valueOf(value)));
            return Optional.of(
                    new Undo(o.getLong("revision"), secrets, o.getString("target", ""), o.getString("next", "")));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | JsonParserException | RuntimeException unreadable) {
            file.setAside(": a change that was under way may have been made by half", warnings);
            return Optional.empty();
        }
    }

    void remove() throws IOException {
        file.remove();
    }
}
