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

/**
 * Several logs as one, in the order of the times at which their lines were written. Followed, lines come as they are
 * written, and the logs of instances that start later join in. One reader, one thread; may be closed by another.
 */
public final class LogMerge implements Closeable {
    /** Logs that may be read at a time: each holds a descriptor or two, and 128 KiB. */
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
    private Optional<Strand> last = Optional.empty();
    private long skip;
    private long joined = System.nanoTime();
    private volatile boolean closed;

    /** A log, what is to be told of it next, and which of its lines are wanted. */
    private static final class Strand {
        final LogSource source;
        Lines lines;
        Optional<LogPart> head = Optional.empty();
        boolean inLine;

        Instant at() {
            return head.map(LogPart::at).orElse(Instant.MAX);
        }

        Strand(LogSource source, Lines lines) {
            this.source = source;
            this.lines = lines;
        }
    }

    /**
     * @param processes whose logs are read, those that come later as well
     * @param logs others that are read
     * @param running whether an instance may still write
     */
    public LogMerge(
            LogSpool spool,
            List<String> processes,
            List<LogSpool.Entry> logs,
            LogQuery query,
            Predicate<InstanceId> running)
            throws IOException, BadPattern {
        this.spool = spool;
        this.processes = List.copyOf(processes);
        this.query = query;
        this.running = running;
        this.grep = Grep.of(query.grep());
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

    /** How many logs there are now. */
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
        Strand strand = new Strand(LogSource.open(log), new Lines(grep));
        strands.put(log.instance(), strand);
        Optional.ofNullable(query.from().get(LogSpool.number(log.instance()))).ifPresent(strand.source::seek);
    }

    /** Goes to where the first lines that are asked for are. */
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

    /** The lines that are wanted of a log, to its present end. */
    private long count(Strand s) throws IOException {
        long from = s.source.position();
        long count = 0;
        boolean inLine = false;
        for (Optional<LogPart> part = s.source.next(false); part.isPresent(); part = s.source.next(false)) {
            byte[] bytes = choose(s, part.get());
            for (int at = 0; at < bytes.length; ) {
                count += inLine ? 0 : 1;
                at = Lines.end(bytes, at);
                inLine = bytes[at - 1] != '\n';
            }
        }
        s.source.seek(from);
        s.lines = new Lines(grep);
        if (query.follow()) {
            s.source.thaw();
        }
        return count;
    }

    private static byte[] choose(Strand s, LogPart part) throws IOException {
        try {
            return s.lines.choose(part.bytes());
        } catch (Grep.TooSlow e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * The next part: first, without bytes, where each log is begun. Blocks; where nothing comes for five seconds, that is
     * told. Empty at the end, which a followed process has not.
     */
    public Optional<LogPart> next() throws IOException {
        if (!begins.isEmpty()) {
            return Optional.of(begins.remove());
        }
        long silentSince = System.nanoTime();
        while (!closed) {
            // Asked before the read: what was written before the end came is still read.
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

    /** A line is not left in its middle, if it goes on at once. */
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
            from = Lines.end(chosen, from);
            skip -= chosen[from - 1] == '\n' || !s.inLine ? 1 : 0;
        }
        return part.with(from == 0 ? chosen : Arrays.copyOfRange(chosen, from, chosen.length));
    }

    private void lookForNew() throws IOException {
        if (processes.isEmpty() || System.nanoTime() - joined < JOIN_NANOS) {
            return;
        }
        joined = System.nanoTime();
        joinNew();
        List<InstanceId> there = new ArrayList<>();
        for (String process : processes) {
            spool.of(process).forEach(log -> there.add(log.instance()));
        }
        for (Strand s : strands()) {
            InstanceId id = s.source.log().instance();
            // Kept while its file is listed: else it would be joined, and read, again.
            if (!there.contains(id) && !running.test(id)) {
                strands.remove(id);
                s.source.close();
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
        for (Strand s : strands()) {
            s.source.close();
        }
    }
}
