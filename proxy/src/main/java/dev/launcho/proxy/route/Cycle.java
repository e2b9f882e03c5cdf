package dev.launcho.proxy.route;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/**
 * An endless repetition of a period in which each of some things comes exactly as often as its weight says, spread as
 * evenly as can be. Immutable; any thread.
 *
 * <p>The n-th turn of a thing of weight w is due at (n + 1/2) / w of the period; turns are in the order in which they are
 * due, which is known as earliest deadline first. With equal weights it is plain rotation.
 */
final class Cycle {
    /** The longest period. Where weights add up to more, they are rounded; exactness ends there. */
    static final int LONGEST = 1 << 16;

    private final int count;
    private final int[] turns;

    private Cycle(int count, int[] turns) {
        this.count = count;
        this.turns = turns;
    }

    /** @param weights each at least 1 */
    static Cycle of(int[] weights) {
        return new Cycle(weights.length, turns(bounded(reduced(weights))));
    }

    /** After how many turns it comes again. */
    int period() {
        return turns.length;
    }

    /** Whose turn it is. @param ticket counts the turns */
    int at(long ticket) {
        return turns[(int) Long.remainderUnsigned(ticket, turns.length)];
    }

    /** Whose turn comes first of those that are wanted; -1 if none is. @param ticket from which turn on */
    int next(long ticket, IntPredicate wanted) {
        // Soon found; but one of little weight may come late in a long period.
        for (int i = 0; i < Math.min(turns.length, 2 * count); i++) {
            if (wanted.test(at(ticket + i))) {
                return at(ticket + i);
            }
        }
        for (int index = 0; index < count; index++) {
            if (wanted.test(index)) {
                return index;
            }
        }
        return -1;
    }

    private record Turn(int index, long number, long weight) {
        /** By when they are due: (2 number + 1) / (2 weight). */
        static final Comparator<Turn> DUE = (a, b) -> {
            int due = Long.compare((2 * a.number + 1) * b.weight, (2 * b.number + 1) * a.weight);
            return due == 0 ? Integer.compare(a.index, b.index) : due;
        };

        Turn next() {
            return new Turn(index, number + 1, weight);
        }
    }

    private static int[] turns(long[] weights) {
        PriorityQueue<Turn> due = new PriorityQueue<>(Math.max(1, weights.length), Turn.DUE);
        long period = 0;
        for (int index = 0; index < weights.length; index++) {
            due.add(new Turn(index, 0, weights[index]));
            period += weights[index];
        }
        int[] turns = new int[(int) period];
        for (int i = 0; i < turns.length; i++) {
            Turn first = due.remove();
            turns[i] = first.index();
            due.add(first.next());
        }
        return turns;
    }

    /** Without a common factor. */
    private static long[] reduced(int[] weights) {
        long factor = 0;
        for (int weight : weights) {
            factor = greatestCommonDivisor(factor, weight);
        }
        long[] reduced = new long[weights.length];
        for (int i = 0; i < weights.length; i++) {
            reduced[i] = weights[i] / factor;
        }
        return reduced;
    }

    private static long[] bounded(long[] weights) {
        long sum = 0;
        for (long weight : weights) {
            sum += weight;
        }
        if (sum > LONGEST) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.max(1, weights[i] * LONGEST / sum);
            }
        }
        return weights;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
