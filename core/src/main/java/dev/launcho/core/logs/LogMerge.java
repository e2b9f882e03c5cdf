package dev.launcho.core.logs;

import dev.launcho.core.model.InstanceId;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several logs merged into one, in the order of the times at which their lines were written. When followed, lines come
 * as they are written, and the logs of instances that start later join in. One reader, one thread; may be closed by
 * another.
 */
public final class LogMerge implements Closeable {
    /** Most logs that are read at a time: each holds a descriptor or two, and 64 KiB or more. */
    public static final int MOST = 128;

    private static final long LOOK_AGAIN = 50;
    private static final long JOIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LogSpool spool;
    private final List<String> processes;
    private final LogQuery query;
    private final Predicate<InstanceId> running;
    private final Map<InstanceId, Strand> strands = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Deque<LogPart> begins = new ArrayDeque<>();
    private final Predicate<String> grep;
    private final Supplier<LogMask> masks;
    private final LogBudget budget;
    /** The buffer into which the logs are read, one after the other. */
    private final byte[] buffer = new byte[LogReader.CHUNK];

    private Optional<Strand> last = Optional.empty();
    private long skip;
    private long joined = System.nanoTime();
    private volatile boolean closed;

    /** One log, its next part, and the filter of its lines. */
    private static final class Strand {
        final MaskedSource source;
        final Closeable place;
        LineSelector lines;
        Optional<LogPart> head = Optional.empty();
        boolean inLine;

        Instant at() {
            return head.map(LogPart::at).orElse(Instant.MAX);
        }

        Strand(MaskedSource source, Closeable place, LineSelector lines) {
            this.source = source;
            this.place = place;
            this.lines = lines;
        }

        void close() throws IOException {
            try (place) {
                source.close();
            }
        }
    }

    /**
     * @param processes the processes whose logs are read, also logs that are made later
     * @param logs further logs to read
     * @param running whether an instance may still write
     */
    public LogMerge(
            LogSpool spool,
            List<String> processes,
            List<LogSpool.Entry> logs,
            LogQuery query,
            Predicate<InstanceId> running)
            throws IOException, BadPattern {
        this(spool, processes, logs, query, running, () -> LogMask.NONE, LogBudget.UNLIMITED);
    }

    /**
     * Merges logs and masks values in them.
     *
     * @param masks the values to mask, asked for repeatedly; they are masked before anything is searched
     * @param budget gives each log a place before it is opened; one that joins later waits for its place
     * @throws LogBudget.Spent if there is no place for a log that is there
     */
    public LogMerge(
            LogSpool spool,
            List<String> processes,
            List<LogSpool.Entry> logs,
            LogQuery query,
            Predicate<InstanceId> running,
            Supplier<LogMask> masks,
            LogBudget budget)
            throws IOException, BadPattern {
        this.masks = masks;
        this.budget = budget;
        this.spool = spool;
        this.processes = List.copyOf(processes);
        this.query = query;
        this.running = running;
        this.grep = LineMatcher.of(query.grep());
        try {
            for (LogSpool.Entry log : logs) {
                join(log);
            }
            joinNew();
            if (query.from().isEmpty()) {
                begin();
            }
            strands()
                    .forEach(s -> begins.add(LogPart.of(
                            s.source.log(), Instant.now(), s.source.position(), s.source.position(), new byte[0])));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Returns the present number of logs. */
    public int size() {
        return strands.size();
    }

    private List<Strand> strands() {
        synchronized (strands) {
            return List.copyOf(strands.values());
        }
    }

    private void joinNew() throws IOException {
        for (String process : processes) {
            for (LogSpool.Entry log : spool.of(process)) {
                if (!strands.containsKey(log.instance())) {
                    join(log);
                }
            }
        }
    }

    private void join(LogSpool.Entry log) throws IOException {
        if (strands.size() >= MOST) {
            return;
        }
        Closeable place = budget.take().orElseThrow(LogBudget.Spent::new);
        Strand strand;
        try {
            MaskedSource source = new MaskedSource(LogSource.open(log, buffer), masks);
            strand = new Strand(source, place, new LineSelector(grep));
        } catch (IOException | RuntimeException e) {
            place.close();
            throw e;
        }
        strands.put(log.instance(), strand);
        Optional.ofNullable(query.from().get(log.instance().number())).ifPresent(strand.source::seek);
    }

    /** Moves to the first lines that are asked for. */
    private void begin() throws IOException {
        long total = 0;
        for (Strand s : strands()) {
            if (!query.follow() || query.tail() >= 0) {
                s.source.freeze();
            }
            if (!query.since().equals(Instant.MIN)) {
                s.source.since(query.since());
            }
            if (query.tail() >= 0) {
                if (query.grep().isEmpty()) {
                    s.source.tail(query.tail());
                }
                total += count(s);
            }
        }
        skip = query.tail() < 0 ? 0 : Math.max(0, total - query.tail());
    }

    /** Counts the wanted lines of a log, up to its present end. */
    private long count(Strand s) throws IOException {
        long from = s.source.position();
        long count = 0;
        boolean inLine = false;
        for (Optional<LogPart> part = s.source.next(false); part.isPresent(); part = s.source.next(false)) {
            byte[] bytes = choose(s, part.get());
            for (int at = 0; at < bytes.length; ) {
                count += inLine ? 0 : 1;
                at = LineSelector.end(bytes, at);
                inLine = bytes[at - 1] != '\n';
            }
        }
        s.source.seek(from);
        s.lines = new LineSelector(grep);
        if (query.follow()) {
            s.source.thaw();
        }
        return count;
    }

    private static byte[] choose(Strand s, LogPart part) throws IOException {
        try {
            return s.lines.choose(part.bytes());
        } catch (LineMatcher.TooSlow e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Returns the next part. The first parts have no bytes and say where each log begins. Blocks; if nothing comes for
     * five seconds, returns a silence. Empty at the end, which a followed process does not have.
     */
    public Optional<LogPart> next() throws IOException {
        if (!begins.isEmpty()) {
            return Optional.of(begins.remove());
        }
        long silentSince = System.nanoTime();
        while (!closed) {
            // Asked before the read, so that all output from before the end is still read.
            boolean more = query.follow() && (!processes.isEmpty() || anyRuns());
            Optional<LogPart> part = earliest(more);
            if (part.isPresent()) {
                if (part.get().bytes().length > 0) {
                    return part;
                }
                continue;
            }
            if (!more) {
                return Optional.empty();
            }
            if (System.nanoTime() - silentSince > SILENCE_NANOS) {
                return Optional.of(LogPart.silence());
            }
            pause();
            lookForNew();
        }
        return Optional.empty();
    }

    private boolean anyRuns() {
        return strands().stream().anyMatch(s -> running.test(s.source.log().instance()));
    }

    /** Returns the earliest part. A line is not left in its middle, if it continues at once. */
    private Optional<LogPart> earliest(boolean more) throws IOException {
        List<Strand> waiting = new ArrayList<>();
        for (Strand s : strands()) {
            if (s.head.isEmpty()) {
                s.head = s.source.next(more);
            }
            if (s.head.isPresent()) {
                waiting.add(s);
            }
        }
        Optional<Strand> torn = last.filter(s -> s.inLine && s.head.isPresent());
        Optional<Strand> next = torn.isPresent() ? torn : waiting.stream().min(Comparator.comparing(Strand::at));
        return next.isPresent() ? Optional.of(take(next.get())) : Optional.empty();
    }

    private LogPart take(Strand s) throws IOException {
        LogPart part = s.head.orElseThrow();
        s.head = Optional.empty();
        s.inLine = part.bytes()[part.bytes().length - 1] != '\n';
        last = Optional.of(s);
        byte[] chosen = choose(s, part);
        int from = 0;
        while (skip > 0 && from < chosen.length) {
            from = LineSelector.end(chosen, from);
            skip -= chosen[from - 1] == '\n' || !s.inLine ? 1 : 0;
        }
        return part.with(from == 0 ? chosen : Arrays.copyOfRange(chosen, from, chosen.length));
    }

    private void lookForNew() throws IOException {
        if (processes.isEmpty() || System.nanoTime() - joined < JOIN_NANOS) {
            return;
        }
        joined = System.nanoTime();
        try {
            joinNew();
        } catch (LogBudget.Spent full) {
            // It joins when another log is closed, and is read from its beginning then.
        }
        List<InstanceId> there = new ArrayList<>();
        for (String process : processes) {
            spool.of(process).forEach(log -> there.add(log.instance()));
        }
        for (Strand s : strands()) {
            InstanceId id = s.source.log().instance();
            // A log is kept while its file is listed: otherwise it would be joined, and read, again.
            if (!there.contains(id) && !running.test(id)) {
                strands.remove(id);
                s.close();
            }
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        @Nullable IOException failed = null;
        for (Strand s : strands()) {
            try {
                s.close();
            } catch (IOException e) {
                failed = e; // The others have places to give back.
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
