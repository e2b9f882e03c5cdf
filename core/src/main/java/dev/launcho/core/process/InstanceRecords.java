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
import java.util.Optional;
import java.util.function.Consumer;

/** One small JSON file for each instance that runs, written before it may start. Any thread. */
public final class InstanceRecords {
    private static final String SUFFIX = ".json";

    private final Path dir;
    private final Consumer<String> warnings;

    InstanceRecords(Path dir, Consumer<String> warnings) {
        this.dir = dir;
        this.warnings = warnings;
    }

    /**
     * @param startTicks together with the pid and the boot id it identifies the shim for good
     * @param ports by service
     * @param groups folders of its cgroups: a later server may itself be in another one
     * @param mark the mark that its processes bear; empty in records of earlier servers
     * @param uid the user that it was started as; negative in records of earlier servers
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
            List<Path> groups,
            String mark,
            long uid) {
        static final long UNKNOWN = -1;

        /** Makes a record as earlier servers wrote it. */
        Entry(
                InstanceId id,
                String process,
                String version,
                int slot,
                long pid,
                long startTicks,
                String boot,
                Map<String, Integer> ports,
                List<Path> groups) {
            this(id, process, version, slot, pid, startTicks, boot, ports, groups, "", UNKNOWN);
        }

        /** Returns the record in another slot. */
        Entry at(int other) {
            return new Entry(id, process, version, other, pid, startTicks, boot, ports, groups, mark, uid);
        }
    }

    /** Returns the stem of the names of an instance's files. */
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
                .value("mark", e.mark())
                .value("uid", e.uid())
                .end()
                .done();
        AtomicFiles.write(file(e.id()), json + "\n");
    }

    void remove(InstanceId id) throws IOException {
        Files.deleteIfExists(file(id));
        Shim.clean(run(id));
    }

    /**
     * Returns the readable records, the oldest first; sets damaged ones aside.
     *
     * @param damaged receives the names of their instances
     */
    List<Entry> all(Consumer<InstanceId> damaged) throws IOException {
        List<Entry> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, "*" + SUFFIX)) {
            for (Path file : files) {
                try {
                    all.add(read(file));
                } catch (IOException | JsonParserException | RuntimeException unreadable) {
                    named(file).ifPresent(damaged);
                    SetAside.move(file, ": its processes are stopped", warnings);
                }
            }
        }
        all.sort(Comparator.comparingLong(Entry::startTicks).thenComparing(Entry::id));
        return all;
    }

    /** Returns the instance that a record's file name gives; empty for a file of somebody else. */
    private static Optional<InstanceId> named(Path file) {
        String name = file.getFileName().toString();
        try {
            return Optional.of(new InstanceId(name.substring(0, name.length() - SUFFIX.length())));
        } catch (IllegalArgumentException notAnInstance) {
            return Optional.empty();
        }
    }

    private static Entry read(Path file) throws IOException, JsonParserException {
        Entry e = parse(JsonParser.object().from(Files.readString(file)));
        // Pid 0 would stand for processes outside of our namespace, and for the kernel's own.
        boolean ours = file.getFileName().toString().equals(e.id().name() + SUFFIX) && e.pid() > 1;
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
                        .toList(),
                o.getString("mark", ""),
                o.getLong("uid", Entry.UNKNOWN));
    }

    private Path file(InstanceId id) {
        return dir.resolve(id.name() + SUFFIX);
    }
}
