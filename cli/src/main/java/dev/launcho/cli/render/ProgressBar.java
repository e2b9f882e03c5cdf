package dev.launcho.cli.render;

import dev.launcho.core.text.QuotedText;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** The progress of a transfer on standard error: redrawn in place on a terminal, else only one line at the end. One thread. */
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
                // A line that wraps can't be redrawn in place. The last column is for the cursor.
                room = Math.max(1, console.size().columns() - 1);
            }
            console.err().print("\r" + TextWidth.cut(QuotedText.clean(line(done, now)), room) + "\033[K");
            console.err().flush();
        }
    }

    /** Removes the bar, and prints {@code line} in its place. */
    public void finish(String line) {
        clear();
        console.note(line);
    }

    /** Removes the bar. */
    public void clear() {
        if (visible) {
            console.err().print("\r\033[K");
            visible = false;
        }
    }

    /** Returns the time and the speed so far: {@code in 1.2 s, 23.0 MiB/s}. */
    public String pace(long done) {
        double seconds = Math.max(1, ticker.getAsLong() - started) / 1e9;
        return String.format(Locale.ROOT, "in %.1f s, %s/s", seconds, SizeFormat.of((long) (done / seconds)));
    }

    private String line(long done, long now) {
        long perSecond = (long) (done / (Math.max(1, now - started) / 1e9));
        if (total <= 0) {
            return subject + "  " + SizeFormat.of(done) + "  " + SizeFormat.of(perSecond) + "/s";
        }
        int filled = (int) (CELLS * Math.min(done, total) / total);
        return String.format(
                Locale.ROOT,
                "%s  %3d%% [%s%s]  %s of %s  %s/s",
                subject,
                100 * Math.min(done, total) / total,
                "#".repeat(filled),
                "-".repeat(CELLS - filled),
                SizeFormat.of(done),
                SizeFormat.of(total),
                SizeFormat.of(perSecond));
    }
}
