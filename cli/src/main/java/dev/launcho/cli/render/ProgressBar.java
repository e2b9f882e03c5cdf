package dev.launcho.cli.render;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How far a transfer is, on standard error: redrawn in place on a terminal, else only one line at the end. One thread.
 */
public final class ProgressBar implements LongConsumer {
    private static final int CELLS = 20;
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Console console;
    private final String subject;
    private final long total;
    private final LongSupplier ticker;
    private final long started;
    private final boolean redraw;
    private long drawn;
    private boolean visible;
    private int room;

    /**
     * @param subject {@code sending bundle.tar.bz2}
     * @param total bytes, negative if not known
     * @param ticker nanoseconds
     */
    public ProgressBar(Console console, String subject, long total, LongSupplier ticker) {
        this.console = console;
        this.subject = subject;
        this.total = total;
        this.ticker = ticker;
        this.started = ticker.getAsLong();
        this.drawn = started;
        this.redraw = console.isTerminal(Console.Stream.ERR);
    }

    /** @param done bytes so far */
    @Override
    public void accept(long done) {
        long now = ticker.getAsLong();
        if (redraw && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            visible = true;
            if (room == 0) {
                // A line that wraps could not be drawn over. The last column is for the cursor.
                room = Math.max(1, console.size().columns() - 1);
            }
            console.err().print("\r" + TextWidth.cut(line(done, now), room) + "\033[K");
            console.err().flush();
        }
    }

    /** Takes the bar away, and leaves {@code line} in its place. */
    public void finish(String line) {
        clear();
        console.err().println(line);
    }

    /** Takes the bar away. */
    public void clear() {
        if (visible) {
            console.err().print("\r\033[K");
            visible = false;
        }
    }

    /** {@code in 1.2 s, 23.0 MiB/s}. */
    public String pace(long done) {
        double seconds = Math.max(1, ticker.getAsLong() - started) / 1e9;
        return String.format(Locale.ROOT, "in %.1f s, %s/s", seconds, Sizes.of((long) (done / seconds)));
    }

    private String line(long done, long now) {
        long perSecond = (long) (done / (Math.max(1, now - started) / 1e9));
        if (total <= 0) {
            return subject + "  " + Sizes.of(done) + "  " + Sizes.of(perSecond) + "/s";
        }
        int filled = (int) (CELLS * Math.min(done, total) / total);
        return String.format(
                Locale.ROOT,
                "%s  %3d%% [%s%s]  %s of %s  %s/s",
                subject,
                100 * Math.min(done, total) / total,
                "#".repeat(filled),
                "-".repeat(CELLS - filled),
                Sizes.of(done),
                Sizes.of(total),
                Sizes.of(perSecond));
    }
}
