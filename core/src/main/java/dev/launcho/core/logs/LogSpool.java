package dev.launcho.core.logs;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.InstanceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The folder of logs: one file for each instance, {@code logs/PROCESS/INSTANCE.log}. The instance itself writes to it,
 * so nothing is lost while no server runs. Bounds: the last 5 instances of a process, about 64 MiB each
 * ({@link LowWater}).
 */
public final class LogSpool {
    /** Ended instances of a process whose logs are kept, besides those that still run. */
    public static final int KEPT = 5;

    /** Processes no longer in the target whose logs are kept. */
    static final int GONE_KEPT = 20;

    /** Bytes of one log. */
    static final long LIMIT = 64L << 20;

    private static final int QUOTED_BYTES = 64 << 10;

    static final String SUFFIX = ".log";

    /** A sentence about an instance whose log {@link #isRemoved}. */
    public static final String REMOVED =
            "its log file was removed or renamed, and later output of it is lost; the next instance gets a new file";

    private final Path dir;
    private final long limit;
    private final UnaryOperator<String> quoted;

    public LogSpool(Path dir) {
        this(dir, line -> line);
    }

    /** @param quoted returns the text to show of a line that is quoted outside of the log itself */
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

    /** One existing log. */
    public record Entry(String process, InstanceId instance, Path file) {}

    public Path file(String process, InstanceId id) {
        return dir.resolve(process).resolve(id.name() + SUFFIX);
    }

    /** Makes the file of a log, by which a truncation by its program can be noticed later. Blocks. */
    public static void create(Path log) throws IOException {
        LogHeader.create(log);
    }

    /** Returns what an instance has lost of its log; empty if no loss is known. */
    public Optional<LogLoss> loss(String process, InstanceId id) {
        Path log = file(process, id);
        try (LogReader reader = LogReader.open(log)) {
            reader.end();
            return LogLoss.of(log);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** Returns whether an instance had a log whose file somebody has removed or renamed. What it writes is then lost. */
    public boolean isRemoved(String process, InstanceId id) {
        Path log = file(process, id);
        return Files.notExists(log) && Files.exists(LogPosition.file(log));
    }

    /** Returns the logs whose files somebody has removed or renamed, by the files that were beside them. */
    public List<Entry> removed() {
        return all(SUFFIX + LogPosition.SUFFIX).stream()
                .filter(e -> isRemoved(e.process(), e.instance()))
                .toList();
    }

    /** Returns the logs of a process, the oldest first. */
    public List<Entry> of(String process) {
        return of(process, SUFFIX);
    }

    private List<Entry> of(String process, String suffix) {
        List<Entry> all = new ArrayList<>();
        Path logs = folder(process);
        if (!logs.normalize().startsWith(dir) || !Files.isDirectory(logs)) {
            return all;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(logs, "*" + suffix)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                entry(process, name.substring(0, name.length() - suffix.length()), file)
                        .ifPresent(all::add);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return all;
        }
        all.sort(Comparator.comparingLong(e -> e.instance().number()));
        return all;
    }

    /** Returns the folder of a process; for a text that can't name a file, the spool's own folder, which has no logs. */
    private Path folder(String process) {
        try {
            return dir.resolve(process);
        } catch (InvalidPathException noName) {
            return dir;
        }
    }

    /** Returns the entry of a file; empty for a file that is not ours. */
    private static Optional<Entry> entry(String process, String name, Path file) {
        try {
            return Optional.of(new Entry(process, new InstanceId(name), file));
        } catch (IllegalArgumentException notAnInstance) {
            return Optional.empty();
        }
    }

    /** Returns every log. */
    public List<Entry> all() {
        return all(SUFFIX);
    }

    private List<Entry> all(String suffix) {
        List<Entry> all = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(dir)) {
            for (Path process : processes) {
                all.addAll(of(process.getFileName().toString(), suffix));
            }
        } catch (IOException unreadable) {
            return all;
        }
        return all;
    }

    /** Drops the logs of a process's earlier instances, except the last few and those that run. */
    public void prune(String process, Set<InstanceId> running) throws IOException {
        List<Entry> past = of(process).stream()
                .filter(e -> !running.contains(e.instance()))
                .toList();
        for (Entry e : past.subList(0, Math.max(0, past.size() - KEPT))) {
            for (Path file :
                    List.of(e.file(), LogPosition.file(e.file()), TimeIndex.file(e.file()), LogLoss.file(e.file()))) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Drops the logs of processes that are not known any more, except the 20 whose logs were written to last. */
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

    /** Returns when the newest log in a process's folder was last written to, milliseconds; 0 where there is none. */
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

    /**
     * Returns the last lines of an instance's log for quoting: plain, without line ends. Reads only the last 64 KiB; a line
     * that begins before them is left out, unless no other follows.
     */
    public List<String> last(String process, InstanceId id, int lines) {
        try (LogReader reader = LogReader.open(file(process, id), lines, QUOTED_BYTES)) {
            // Masked before the split, since a secret may have several lines; and after it, since only then control
            // characters within a secret are gone.
            return quoted.apply(new String(reader.rest(QUOTED_BYTES), StandardCharsets.UTF_8))
                    .lines()
                    .map(PlainText::text)
                    .map(quoted)
                    .filter(l -> !l.isBlank())
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /**
     * Takes the log of an ended instance back from that instance's user, to whom earlier servers gave it: an owner can make
     * whoever opens a file wait (F_SETLEASE of fcntl(2)). Opens nothing.
     */
    void takeBack(Path log) {
        try {
            Object own = Files.getAttribute(dir, "unix:uid");
            if (!own.equals(Files.getAttribute(log, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
                Files.setAttribute(log, "unix:uid", own, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notPossible) {
            return; // A server that is not root gave no log away.
        }
    }

    /** Releases what exceeds the limit of each log. Blocks; must not run beside a {@link LogWatch}. */
    public void bound() {
        for (Entry e : all()) {
            try {
                LowWater.bound(e.file(), limit);
            } catch (IOException next) {
                continue;
            }
        }
    }

    /** Returns the bytes that can still be written where the logs lie; the largest number if that is unknown. */
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

    /** Returns the log of the instance that a name means: a full name, or a prefix that only one instance with a log has. */
    public Optional<Entry> find(String name) {
        List<Entry> matching =
                all().stream().filter(e -> e.instance().name().startsWith(name)).toList();
        Optional<Entry> exact =
                matching.stream().filter(e -> e.instance().name().equals(name)).findFirst();
        return exact.isPresent() ? exact : matching.size() == 1 ? Optional.of(matching.get(0)) : Optional.empty();
    }
}
