package dev.launcho.cli.server.sample;

import com.grack.nanojson.JsonStringWriter;
import java.util.Arrays;
import java.util.List;

/** The values of one subject in the last {@value #POINTS} steps, a column for each name. Not thread-safe. */
final class SampleSeries {
    /** An hour of ten seconds each. */
    static final int POINTS = 360;

    private static final double DECIMALS = 1e3;

    private final List<String> names;
    /** By name and step, modulo {@link #POINTS}; NaN is a missing value. 2,880 bytes each. */
    private final double[][] columns;

    private long lastStep;

    SampleSeries(List<String> names, long step) {
        this.names = names;
        this.columns = new double[names.size()][POINTS];
        for (double[] column : columns) {
            Arrays.fill(column, Double.NaN);
        }
        this.lastStep = step;
    }

    /** Sets the values of a step, in the order of the names; those of the steps before it that were left out are missing. */
    void put(long step, double... values) {
        for (long skipped = Math.max(lastStep + 1, step - POINTS); skipped < step; skipped++) {
            clear(skipped);
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i][index(step)] = values[i];
        }
        lastStep = step;
    }

    private void clear(long step) {
        for (double[] column : columns) {
            column[index(step)] = Double.NaN;
        }
    }

    private static int index(long step) {
        return (int) (step % POINTS);
    }

    /** Returns whether a step in the hour that ends with {@code newest} has values. */
    boolean isRecent(long newest) {
        return newest - lastStep < POINTS;
    }

    /** Writes the steps from {@code oldest} to {@code newest}, which are {@link #POINTS} at most. */
    void write(JsonStringWriter to, long oldest, long newest) {
        for (int i = 0; i < columns.length; i++) {
            to.array(names.get(i));
            for (long step = oldest; step <= newest; step++) {
                value(to, step > lastStep ? Double.NaN : columns[i][index(step)]);
            }
            to.end();
        }
    }

    private static void value(JsonStringWriter to, double value) {
        if (Double.isNaN(value)) {
            to.nul();
        } else if (value == Math.rint(value)) {
            to.value((long) value);
        } else {
            to.value(Math.round(value * DECIMALS) / DECIMALS);
        }
    }
}
