package dev.launcho.core.logs;

import dev.launcho.core.model.InstanceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The logs of all instances of a process as one stream, each line behind its instance's name where there are several.
 * Those that are there are read one after the other, oldest instance first; followed, lines come as they are written, and
 * instances that start later join in. One reader, one thread.
 */
final class MergedLog extends InputStream {
    private static final int CHUNK = 64 * 1024;
    private static final long LOOK_AGAIN = 50;

    private final LogSpool spool;
    private final String process;
    private final boolean follow;
    private final Predicate<InstanceId> running;
    private final Map<InstanceId, Source> sources = new LinkedHashMap<>();
    private Optional<Source> last = Optional.empty();
    private byte[] ready = new byte[0];
    private int at;
    private volatile boolean closed;

    MergedLog(LogSpool spool, String process, int tail, boolean follow, Predicate<InstanceId> running)
            throws IOException {
        this.spool = spool;
        this.process = process;
        this.follow = follow;
        this.running = running;
        join(tail);
    }

    private static final class Source {
        final LogReader reader;
        final byte[] prefix;
        boolean inLine;

        Source(LogReader reader, String prefix) {
            this.reader = reader;
            this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        }
    }

    private void join(int tail) throws IOException {
        List<LogSpool.Entry> all = spool.of(process);
        for (LogSpool.Entry e : all) {
            if (!sources.containsKey(e.instance())) {
                String prefix = all.size() > 1 || follow ? e.instance() + " | " : "";
                sources.put(e.instance(), new Source(LogReader.open(e.file(), tail, false, () -> false), prefix));
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (at == ready.length) {
            if (closed || !fill()) {
                return -1;
            }
        }
        int n = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, to, offset, n);
        at += n;
        return n;
    }

    /** @return false at the end */
    private boolean fill() throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (!closed) {
            for (Source source : new ArrayList<>(sources.values())) {
                int n = source.reader.read(chunk, 0, CHUNK);
                if (n > 0) {
                    ready = prefixed(source, chunk, n);
                    at = 0;
                    return true;
                }
            }
            if (!follow) {
                return false;
            }
            pause();
            join(-1);
            sources.entrySet().removeIf(e -> gone(e.getKey(), e.getValue()));
        }
        return false;
    }

    private boolean gone(InstanceId id, Source source) {
        try {
            // Kept while it may write, and while its file is listed: else it would be joined, and read, again.
            return !running.test(id)
                    && source.reader.available() == 0
                    && spool.of(process).stream().noneMatch(e -> e.instance().equals(id));
        } catch (IOException closedMeanwhile) {
            return true;
        }
    }

    private byte[] prefixed(Source source, byte[] chunk, int n) {
        if (source.prefix.length == 0) {
            return java.util.Arrays.copyOf(chunk, n);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(n + 256);
        last.filter(before -> before != source && before.inLine).ifPresent(before -> {
            // Should its line go on later, it does so behind its name again.
            out.write('\n');
            before.inLine = false;
        });
        last = Optional.of(source);
        for (int i = 0; i < n; i++) {
            if (!source.inLine) {
                out.writeBytes(source.prefix);
                source.inLine = true;
            }
            out.write(chunk[i]);
            if (chunk[i] == '\n') {
                source.inLine = false;
            }
        }
        return out.toByteArray();
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
        for (Source source : sources.values()) {
            source.reader.close();
        }
    }
}
