package dev.launcho.core.logs;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One file for each instance, {@code logs/PROCESS/INSTANCE.log}, that the instance itself writes to: nothing is lost
 * while no server is there. Bounds: the last 5 instances of a process, about 64 MiB each ({@link LowWater}).
 */
public final class LogSpool {
    /** Instances of a process whose logs are kept, beside those that still run. */
    static final int KEPT = 5;

    /** Processes that are no more, whose logs are kept. */
    static final int GONE_KEPT = 20;

    /** Bytes of one log. */
    static final long LIMIT = 64L << 20;

    static final String SUFFIX = ".log";

    private final Path dir;
    private final long limit;
    private final UnaryOperator<String> quoted;

    public LogSpool(Path dir) {
        this(dir, line -> line);
    }

    /** @param quoted what is to be shown of a line where one is quoted, outside of the log itself */
    public LogSpool(Path dir, UnaryOperator<String> quoted) {
        this(dir, LIMIT, quoted);
    }

    LogSpool(Path dir, long limit) {
        this(dir, limit, line -> line);
    }

    private LogSpool(Path dir, long limit, UnaryOperator<String> quoted) {
        this.dir = dir;
        this.limit = limit;
        this.quoted = quoted;
    }

    /** One log that there is. */
    public record Entry(String process, InstanceId instance, Path file) {}

    public Path file(String process, InstanceId id) {
        return dir.resolve(process).resolve(id.name() + SUFFIX);
    }

    /** The logs of a process, oldest first. */
    public List<Entry> of(String process) {
        List<Entry> all = new ArrayList<>();
        Path logs = folder(process);
        if (!logs.normalize().startsWith(dir) || !Files.isDirectory(logs)) {
            return all;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(logs, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                entry(process, name.substring(0, name.length() - SUFFIX.length()), file)
                        .ifPresent(all::add);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return all;
        }
        all.sort(Comparator.comparingLong(e -> number(e.instance())));
        return all;
    }

    /** The spool's own, which has no logs, for what can't even name a file. */
    private Path folder(String process) {
        try {
            return dir.resolve(process);
        } catch (InvalidPathException noName) {
            return dir;
        }
    }

    /** Empty for a file that is none of ours. */
    private static Optional<Entry> entry(String process, String name, Path file) {
        try {
            return Optional.of(new Entry(process, new InstanceId(name), file));
        } catch (IllegalArgumentException notAnInstance) {
            return Optional.empty();
        }
    }

    /** Names end in a number that is counted up. */
    static long number(InstanceId id) {
        String digits = id.name().substring(id.name().lastIndexOf('-') + 1);
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
    }

    /** Every log there is. */
    public List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(dir)) {
            for (Path process : processes) {
                all.addAll(of(process.getFileName().toString()));
            }
        } catch (IOException unreadable) {
            return all;
        }
        return all;
    }

    /** Drops the logs of a process's earlier instances, but for the last few and those that run. */
    public void prune(String process, Set<InstanceId> running) throws IOException {
        List<Entry> past = of(process).stream()
                .filter(e -> !running.contains(e.instance()))
                .toList();
        for (Entry e : past.subList(0, Math.max(0, past.size() - KEPT))) {
            for (Path file : List.of(e.file(), Mark.file(e.file()), TimeIndex.file(e.file()))) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Drops the logs of processes that are no more, but for those of the 20 that were written to last. */
    public void pruneGone(Set<String> known) {
        List<Path> gone = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(dir, Files::isDirectory)) {
            processes.forEach(gone::add);
        } catch (IOException | DirectoryIteratorException unreadable) {
            return;
        }
        gone.removeIf(process -> known.contains(process.getFileName().toString()));
        gone.sort(Comparator.comparingLong(LogSpool::written).reversed());
        for (Path process : gone.subList(Math.min(GONE_KEPT, gone.size()), gone.size())) {
            try {
                Folders.remove(process);
            } catch (IOException next) {
                continue;
            }
        }
    }

    /** When the newest log in a process's folder was last written to, milliseconds; 0 where there is none. */
    private static long written(Path process) {
        long newest = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process)) {
            for (Path file : files) {
                newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return newest;
        }
        return newest;
    }

    /** The last lines of an instance's log, to be quoted: plain, without their ends. Reads at most the last 64 KiB. */
    public List<String> last(String process, InstanceId id, int lines) {
        try (LogReader reader = LogReader.open(file(process, id), lines)) {
            return new String(reader.rest(64 << 10), StandardCharsets.UTF_8)
                    .lines()
                    .map(quoted)
                    .map(Plain::text)
                    .filter(l -> !l.isBlank())
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /** Releases what is beyond the limit of every log. Blocks; not beside a {@link LogWatch}. */
    public void bound() {
        for (Entry e : all()) {
            try {
                LowWater.bound(e.file(), limit);
            } catch (IOException next) {
                continue;
            }
        }
    }

    /** Bytes that may still be written where the logs lie; a lot if that can't be told. */
    public long freeBytes() {
        try {
            return Files.getFileStore(dir).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Bytes of one log. */
    long limit() {
        return limit;
    }

    /** The instance that a name means among those with a log: its full name, or a prefix that only one has. */
    public Optional<Entry> find(String name) {
        List<Entry> matching =
                all().stream().filter(e -> e.instance().name().startsWith(name)).toList();
        Optional<Entry> exact =
                matching.stream().filter(e -> e.instance().name().equals(name)).findFirst();
        return exact.isPresent() ? exact : matching.size() == 1 ? Optional.of(matching.get(0)) : Optional.empty();
    }
}
