package dev.launcho.proxy.route;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/**
 * A weighted round-robin sequence: a period, repeated endlessly, in which each entry comes exactly as often as its weight
 * says, spread as evenly as possible. Immutable; any thread.
 *
 * <p>The n-th turn of an entry of weight w is due at (n + 1/2) / w of the period. Turns come in the order in which they are
 * due (earliest deadline first). With equal weights the sequence is a plain rotation.
 */
final class WeightedRoundRobin {
    /** The longest period. Weights that add up to more are scaled down and rounded, and are no longer exact. */
    static final int LONGEST = 1 << 16;

    private final int count;
    private final int[] turns;

    private WeightedRoundRobin(int count, int[] turns) {
        this.count = count;
        this.turns = turns;
    }

    /** Returns the sequence for some weights. @param weights each at least 1 */
    static WeightedRoundRobin of(int[] weights) {
        return new WeightedRoundRobin(weights.length, turns(bounded(reduced(weights))));
    }

    /** Returns the number of turns after which the sequence repeats. */
    int period() {
        return turns.length;
    }

    /** Returns the index of the entry whose turn it is. @param ticket counts the turns */
    int at(long ticket) {
        return turns[(int) Long.remainderUnsigned(ticket, turns.length)];
    }

    /** Returns the index of the wanted entry whose turn comes first; -1 if none is wanted. @param ticket the turn to begin at */
    int next(long ticket, IntPredicate wanted) {
        // The search is bounded: an entry of little weight may come late in a long period.
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
        /** The order of due times: (2 number + 1) / (2 weight). */
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

    /** Returns the weights without their common factor. */
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
