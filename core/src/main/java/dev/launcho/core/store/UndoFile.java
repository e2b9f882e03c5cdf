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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The undo record in {@code revisions/undo.json}, sealed, while a change is under way. One thread. */
final class UndoFile {
    private final SealedFile file;
    private final Consumer<ServerEvent> warnings;

    UndoFile(Path file, SecretSeal seal, Consumer<ServerEvent> warnings) {
        this.file = new SealedFile(file, "revisions/undo.json", seal);
        this.warnings = warnings;
    }

    void write(UndoLog undo) throws IOException {
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

    /**
     * Returns the undo record; empty if there is none, or if it is damaged and is set aside.
     *
     * @throws IOException if the disk can't be read: the next start may find the record whole
     */
    Optional<UndoLog> readOrSetAside() throws IOException {
        try {
            JsonObject o = JsonParser.object().from(file.read());
            Map<String, String> secrets = new TreeMap<>();
            o.getObject("secrets", new JsonObject()).forEach((name, value) -> secrets.put(name, String.valueOf(value)));
            return Optional.of(
                    new UndoLog(o.getLong("revision"), secrets, o.getString("target", ""), o.getString("next", "")));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (SecretSeal.Broken | CharacterCodingException | JsonParserException | RuntimeException damaged) {
            file.setAside("an unfinished change may have been made in part", warnings);
            return Optional.empty();
        }
    }

    void remove() throws IOException {
        file.remove();
    }
}
