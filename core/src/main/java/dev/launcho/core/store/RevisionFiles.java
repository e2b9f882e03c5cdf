package dev.launcho.core.store;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.event.RolloutOutcome;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.ServerEvent.StorageFailed.Attempt;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Revisions in files, {@code revisions/N.json}. An unreadable file is set aside, and counts as missing. One thread. */
final class RevisionFiles {
    private final Path dir;
    private final Consumer<ServerEvent> warnings;

    RevisionFiles(Path dir, Consumer<ServerEvent> warnings) {
        this.dir = dir;
        this.warnings = warnings;
    }

    void write(Revision r) throws IOException {
        Revision.Head head = r.head();
        JsonStringWriter json = JsonWriter.indent("  ").string().object();
        json.value("number", head.number())
                .value("at", head.at().toString())
                .value("by", head.by())
                .value("from", head.from())
                .value("message", head.message())
                .value("change", head.change())
                .object("secrets", new JsonObject(head.secrets()))
                .array("resources", head.resources())
                .object("written", new JsonObject(head.written()))
                .value("outcome", head.end().outcome().name().toLowerCase(Locale.ROOT))
                .value("ended", head.end().at().toString())
                .value("summary", head.end().summary())
                .array("causes", head.end().causes())
                .value("target", r.target());
        AtomicFiles.write(file(r.number()), json.end().done() + "\n");
    }

    Optional<Revision> read(long number) {
        try {
            return Optional.of(revision(JsonParser.object().from(Files.readString(file(number)))));
        } catch (IOException | JsonParserException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns a revision to be written again; empty if its file is gone or damaged. */
    Optional<Revision> readToChange(long number) throws IOException {
        try {
            return Optional.of(revision(JsonParser.object().from(Files.readString(file(number)))));
        } catch (CharacterCodingException | NoSuchFileException | JsonParserException | RuntimeException gone) {
            return Optional.empty();
        }
    }

    /** Sets a damaged file aside. One that the disk can't read now stays: that may pass. */
    Optional<Revision> readOrSetAside(long number) throws IOException {
        try {
            return Optional.of(revision(JsonParser.object().from(Files.readString(file(number)))));
        } catch (CharacterCodingException | JsonParserException | RuntimeException damaged) {
            SealedFile.setAside(file(number), "a rollback to that revision is not possible", warnings);
            return Optional.empty();
        } catch (IOException unreadable) {
            warnings.accept(new ServerEvent.StorageFailed(
                    file(number).getFileName().toString(),
                    Attempt.READ,
                    FileFailure.reason(unreadable),
                    "a rollback to that revision is not possible for now"));
            return Optional.empty();
        }
    }

    private static Revision revision(JsonObject o) {
        Map<String, String> secrets = new TreeMap<>();
        o.getObject("secrets", new JsonObject()).forEach((name, f) -> secrets.put(name, String.valueOf(f)));
        Map<String, Long> written = new TreeMap<>();
        JsonObject by = o.getObject("written", new JsonObject());
        by.keySet().forEach(process -> written.put(process, by.getLong(process)));
        Set<String> resources = o.getArray("resources", new JsonArray()).stream()
                .map(String::valueOf)
                .collect(Collectors.toSet());
        Revision.End end = new Revision.End(
                RolloutOutcome.valueOf(o.getString("outcome", "running").toUpperCase(Locale.ROOT)),
                instant(o, "ended"),
                o.getString("summary", ""),
                o.getArray("causes", new JsonArray()).stream()
                        .map(String::valueOf)
                        .toList());
        Revision.Head head = new Revision.Head(
                o.getLong("number"),
                instant(o, "at"),
                o.getString("by", ""),
                o.getString("from", ""),
                o.getString("message", ""),
                o.getString("change", ""),
                secrets,
                resources,
                written,
                end);
        return new Revision(head, o.getString("target", ""));
    }

    private static Instant instant(JsonObject o, String name) {
        return Instant.parse(o.getString(name, Instant.EPOCH.toString()));
    }

    void remove(long number) throws IOException {
        Files.deleteIfExists(file(number));
    }

    /** Returns the numbers of all files, ascending. */
    Set<Long> numbers() throws IOException {
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

    private Path file(long number) {
        return dir.resolve(number + ".json");
    }
}
