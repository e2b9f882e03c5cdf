package dev.launcho.core.process;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.SetAside;
import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One small JSON file for each instance that runs, written before it may start. Any thread. */
final class InstanceRecords {
    private final Path dir;
    private final Consumer<String> warnings;

    InstanceRecords(Path dir, Consumer<String> warnings) {
        this.dir = dir;
        this.warnings = warnings;
    }

    /**
     * @param startTicks with the pid and the boot it names the shim for good
     * @param ports by service
     * @param groups folders of its cgroups: a later server may itself be in another one
     */
    record Entry(
            InstanceId id,
            String process,
            String version,
            int slot,
            long pid,
            long startTicks,
            String boot,
            Map<String, Integer> ports,
            List<Path> groups) {}

    /** The stem of the names of an instance's files. */
    Path run(InstanceId id) {
        return dir.resolve(id.name());
    }

    void write(Entry e) throws IOException {
        String json = JsonWriter.string()
                .object()
                .value("instance", e.id().name())
                .value("process", e.process())
                .value("version", e.version())
                .value("slot", e.slot())
                .value("pid", e.pid())
                .value("startTicks", e.startTicks())
                .value("boot", e.boot())
                .object("ports", new JsonObject(e.ports()))
                .array("groups", e.groups().stream().map(Path::toString).toList())
                .end()
                .done();
        AtomicFiles.write(file(e.id()), json + "\n");
    }

    void remove(InstanceId id) throws IOException {
        Files.deleteIfExists(file(id));
        Shim.clean(run(id));
    }

    /** Oldest first, those that can be read; damaged ones are set aside. */
    List<Entry> all() throws IOException {
        List<Entry> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*.json")) {
            for (Path file : files) {
                try {
                    all.add(read(file));
                } catch (IOException | JsonParserException | RuntimeException damaged) {
                    SetAside.move(file, ": what ran for it is ended", warnings);
                }
            }
        }
        all.sort(Comparator.comparingLong(Entry::startTicks).thenComparing(Entry::id));
        return all;
    }

    private static Entry read(Path file) throws IOException, JsonParserException {
        Entry e = parse(JsonParser.object().from(Files.readString(file)));
        // Pid 0 would be that of processes from outside of our namespace, and of the kernel's own.
        boolean ours = file.getFileName().toString().equals(e.id().name() + ".json") && e.pid() > 1;
        if (!ours || e.startTicks() < 0 || e.boot().isEmpty() || e.process().isEmpty()) {
            throw new IOException("incomplete");
        }
        return e;
    }

    private static Entry parse(JsonObject o) {
        Map<String, Integer> ports = new java.util.LinkedHashMap<>();
        o.getObject("ports", new JsonObject())
                .forEach((service, port) -> ports.put(service, ((Number) port).intValue()));
        return new Entry(
                new InstanceId(o.getString("instance", "")),
                o.getString("process", ""),
                o.getString("version", ""),
                o.getInt("slot"),
                o.getLong("pid"),
                o.getLong("startTicks"),
                o.getString("boot", ""),
                ports,
                o.getArray("groups", new JsonArray()).stream()
                        .map(dir -> Path.of((String) dir))
                        .toList());
    }

    private Path file(InstanceId id) {
        return dir.resolve(id.name() + ".json");
    }
}
