package dev.launcho.core.logs;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A log without the values of a {@link LogMask}, wherever reading begins and however the log is cut into parts. Bytes
 * that may begin a value are held back until more of it has come. Offsets stay those of the log itself. One thread.
 */
final class MaskedSource implements Closeable {
    /** Longest time for which a beginning is held back that is too short to be masked. */
    private static final long SHORT_NANOS = Duration.ofSeconds(1).toNanos();

    private final LogSource source;
    private final Supplier<LogMask> masks;
    private final Deque<LogPart> ready = new ArrayDeque<>();
    private LogMask mask;
    /** Bytes that were read and not handed on. */
    private byte[] held = new byte[0];

    private Optional<LogPart> template = Optional.empty();
    private long heldSince;
    /** The offset of {@link #held}. */
    private long at;
    /** Bytes before this offset are not wanted. */
    private long from;
    /** True if the next bytes may be the rest of a value. */
    private boolean torn;

    /** @param masks asked for repeatedly: values may be added */
    MaskedSource(LogSource source, Supplier<LogMask> masks) {
        this.source = source;
        this.masks = masks;
        this.mask = masks.get();
        goBack(source.position(), true);
    }

    LogSpool.Entry log() {
        return source.log();
    }

    long position() {
        return mask.isEmpty() ? source.position() : Math.max(from, at);
    }

    void freeze() throws IOException {
        source.freeze();
    }

    void thaw() {
        source.thaw();
    }

    void since(Instant when) throws IOException {
        source.seek(position());
        source.since(when);
        goBack(source.position(), false);
    }

    void tail(int lines) throws IOException {
        source.seek(position());
        source.tail(lines);
        goBack(source.position(), false);
    }

    void seek(long to) {
        source.seek(to);
        goBack(to, false);
    }

    /** Goes back far enough to recognise a value that continues at that offset. */
    private void goBack(long to, boolean oldest) {
        mask = masks.get();
        held = new byte[0];
        ready.clear();
        template = Optional.empty();
        from = to;
        at = to;
        torn = true;
        if (!mask.isEmpty() && !oldest) {
            at = Math.max(0, to - mask.longest());
            source.seek(at);
        }
    }

    /** Works like {@link LogSource#next}. */
    Optional<LogPart> next(boolean more) throws IOException {
        while (ready.isEmpty()) {
            look();
            if (mask.isEmpty() && held.length == 0) {
                return source.next(more);
            }
            Optional<LogPart> part = source.next(more);
            if (part.isEmpty()) {
                if (!more || held.length > 0 && held.length < LogMask.SHORTEST && isLate()) {
                    flush();
                }
                if (ready.isEmpty()) {
                    return Optional.empty();
                }
            } else {
                take(part.get());
            }
        }
        return Optional.of(ready.remove());
    }

    private void look() {
        LogMask now = masks.get();
        if (mask.isEmpty() && !now.isEmpty()) {
            at = source.position();
            from = at;
        }
        mask = now;
    }

    private boolean isLate() {
        return System.nanoTime() - heldSince > SHORT_NANOS;
    }

    private void take(LogPart part) {
        if (part.lost() != LogPart.NOTHING || part.offset() != at + held.length) {
            flush();
            torn = true;
            at = part.offset();
        }
        if (part.lost() != LogPart.NOTHING) {
            if (part.offset() >= from) {
                ready.add(part);
            }
            return;
        }
        int before = held.length;
        held = Arrays.copyOf(held, before + part.bytes().length);
        System.arraycopy(part.bytes(), 0, held, before, part.bytes().length);
        template = Optional.of(part);
        heldSince = System.nanoTime();
        List<LogMask.Covered> covered = covered();
        int end = mask.unfinished(held);
        for (int i = covered.size() - 1; i >= 0; i--) {
            if (covered.get(i).to() > end && covered.get(i).from() < end) {
                end = covered.get(i).from();
            }
        }
        hand(covered, end);
    }

    private List<LogMask.Covered> covered() {
        List<LogMask.Covered> covered = mask.find(held);
        Optional<LogMask.Covered> rest = torn && at > 0 ? mask.rest(held) : Optional.empty();
        return rest.isPresent() ? joined(rest.get(), covered) : covered;
    }

    private static List<LogMask.Covered> joined(LogMask.Covered first, List<LogMask.Covered> others) {
        List<LogMask.Covered> all = new ArrayList<>();
        int to = first.to();
        for (LogMask.Covered other : others) {
            if (other.from() < to) {
                to = Math.max(to, other.to());
            } else {
                all.add(other);
            }
        }
        all.add(0, new LogMask.Covered(0, to, first.shown()));
        return all;
    }

    /** Hands on all bytes, since no more follow. The beginning of a value at the end is masked as well. */
    private void flush() {
        if (held.length == 0) {
            return;
        }
        List<LogMask.Covered> covered = new ArrayList<>(covered());
        mask.begun(held).ifPresent(piece -> {
            if (covered.isEmpty() || covered.get(covered.size() - 1).to() <= piece.from()) {
                covered.add(piece);
            } else if (covered.get(covered.size() - 1).to() < piece.to()) {
                LogMask.Covered last = covered.remove(covered.size() - 1);
                covered.add(new LogMask.Covered(last.from(), piece.to(), last.shown()));
            }
        });
        hand(covered, held.length);
    }

    /** Hands on the bytes before {@code end}. */
    private void hand(List<LogMask.Covered> covered, int end) {
        if (end == 0) {
            return;
        }
        int begin = (int) Math.max(0, Math.min(held.length, from - at));
        ByteArrayOutputStream out = new ByteArrayOutputStream(end + 64);
        int done = 0;
        for (LogMask.Covered one : covered) {
            if (one.from() >= end) {
                break;
            }
            copy(done, one.from(), begin, out);
            if (one.to() > begin) {
                out.writeBytes(one.shown().getBytes(StandardCharsets.UTF_8));
            }
            done = one.to();
        }
        copy(done, end, begin, out);
        long offset = at + Math.min(begin, end);
        byte[] bytes = out.toByteArray();
        LogPart part = template.orElseThrow();
        if (bytes.length > 0) {
            ready.add(new LogPart(part.process(), part.instance(), part.at(), offset, at + end, bytes));
        }
        held = Arrays.copyOfRange(held, end, held.length);
        at += end;
        torn = false;
    }

    private void copy(int start, int end, int begin, ByteArrayOutputStream out) {
        int first = Math.max(start, begin);
        if (first < end) {
            out.write(held, first, end - first);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
