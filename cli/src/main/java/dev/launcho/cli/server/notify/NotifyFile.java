package dev.launcho.cli.server.notify;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.core.config.NotifyKind;
import dev.launcho.core.config.NotifyReceiver;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.disk.SetAside;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The file of {@link NotifyState} in the home. One thread. */
final class NotifyFile {
    /** In bytes: more than the bounds of troubles and messages allow. */
    private static final long LARGEST = 16L * 1024 * 1024;

    private static final String ANEW =
            ": troubles that go on may be reported once more, and messages that were not" + " delivered are lost";

    private final Path file;
    private final Consumer<String> warnings;
    private boolean broken;

    NotifyFile(Path file, Consumer<String> warnings) {
        this.file = file;
        this.warnings = warnings;
    }

    /** Removes what an earlier server has left. */
    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            warnings.accept(file.getFileName() + " can't be removed: " + FileFailure.words(e));
        }
    }

    /** Returns what an earlier server has left. A damaged file is set aside with a warning. */
    NotifyState load() {
        try {
            return Files.exists(file) ? read() : NotifyState.NONE;
        } catch (IOException e) {
            warnings.accept(file.getFileName() + " can't be read: " + FileFailure.words(e) + ANEW);
            return NotifyState.NONE;
        }
    }

    private NotifyState read() throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException("it is too large");
            }
            return read(Json.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException damaged) {
            SetAside.move(file, ANEW, warnings);
            return NotifyState.NONE;
        }
    }

    /**
     * Writes the state. A failure is a warning, once until it works again: messages are delivered all the same.
     *
     * @return whether it is written
     */
    boolean save(NotifyState state) {
        try {
            AtomicFiles.write(file, Json.line(json(state)));
            broken = false;
            return true;
        } catch (IOException e) {
            if (!broken) {
                warnings.accept(file.getFileName() + " can't be written: " + FileFailure.words(e)
                        + "; the next server would not know which troubles and messages are open");
            }
            broken = true;
            return false;
        }
    }

    private static JsonObject json(NotifyState state) {
        JsonObject waiting = new JsonObject();
        state.waiting().forEach((receiver, messages) -> waiting.put(receiver, Json.array(messages, NotifyFile::json)));
        return Json.object("open", Json.array(state.open(), NotifyFile::json), "waiting", waiting);
    }

    private static JsonObject json(OpenTrouble trouble) {
        return Json.object(
                "kind",
                trouble.kind().word(),
                "process",
                trouble.process(),
                "source",
                trouble.source(),
                "version",
                trouble.version(),
                "message",
                trouble.message(),
                "since",
                trouble.since().toString(),
                "held",
                trouble.held());
    }

    private static JsonObject json(NotifyMessage message) {
        return Json.object(
                "id",
                message.id(),
                "kind",
                message.kind(),
                "trouble",
                message.trouble(),
                "opened",
                message.opened(),
                "process",
                message.process(),
                "instance",
                message.instance(),
                "revision",
                message.revision(),
                "text",
                message.text(),
                "at",
                message.at().toString());
    }

    private static NotifyState read(JsonObject json) {
        if (!json.has("open") || !json.has("waiting")) {
            throw new IllegalArgumentException("it has not the members that it should have");
        }
        Map<String, List<NotifyMessage>> waiting = new HashMap<>();
        JsonObject receivers = json.getObject("waiting", new JsonObject());
        receivers.keySet().stream()
                .limit(NotifyReceiver.MOST)
                .forEach(id -> waiting.put(
                        id,
                        Json.objects(receivers, id, NotifyFile::message).stream()
                                .limit(MessageQueue.MOST)
                                .toList()));
        List<OpenTrouble> open = Json.objects(json, "open", NotifyFile::trouble).stream()
                .flatMap(Optional::stream)
                .toList();
        return new NotifyState(open, waiting);
    }

    /** Returns nothing for a kind that a later version has. */
    private static Optional<OpenTrouble> trouble(JsonObject json) {
        return Arrays.stream(NotifyKind.values())
                .filter(kind -> kind.isTrouble() && kind.word().equals(Json.string(json, "kind")))
                .map(kind -> new OpenTrouble(
                        kind,
                        Json.string(json, "process"),
                        Json.string(json, "source"),
                        Json.string(json, "version"),
                        Json.string(json, "message"),
                        Json.instant(json, "since"),
                        json.getBoolean("held", false)))
                .findFirst();
    }

    private static NotifyMessage message(JsonObject json) {
        return new NotifyMessage(
                Json.string(json, "id"),
                Json.string(json, "kind"),
                Json.string(json, "trouble"),
                Json.string(json, "opened"),
                Json.string(json, "process"),
                Json.string(json, "instance"),
                json.getLong("revision"),
                Json.string(json, "text"),
                Json.instant(json, "at"));
    }
}
