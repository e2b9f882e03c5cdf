package dev.launcho.cli.fuzz;

import dev.launcho.cli.fuzz.Trial.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tries many cases on several threads. Each is made of the seed and its number alone, so that it is the same again
 * whatever the others do. What may be the machine's fault is tried again when nothing else runs; what is left is told
 * with the shortest input that still shows it.
 */
final class Campaign {
    /** Of more nobody would read. */
    private static final int MOST_SURE = 10;

    /** More than so many are no chance, even on a busy machine. */
    private static final int MOST_FOUND = 1000;

    private static final int TRIES_ALONE = 4;
    private static final int SHOWN = 4000;

    private final long seed;
    private final Function<Random, byte[]> cases;
    private final Supplier<Trial> trials;
    private final Queue<Found> found = new ConcurrentLinkedQueue<>();

    private record Found(int number, byte[] input, Fault fault) {}

    /** @param trials is asked for one by each thread */
    Campaign(long seed, Function<Random, byte[]> cases, Supplier<Trial> trials) {
        this.seed = seed;
        this.cases = cases;
        this.trials = trials;
    }

    /** Tries the cases {@code from} to {@code to}; tells of each that has a fault. */
    List<String> run(int from, int to, int threads) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        var pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            ends.add(pool.submit(() -> work(next, to)));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        pool.shutdown();
        List<String> told = new ArrayList<>();
        for (Found one : found) {
            if (told.size() < MOST_SURE) {
                confirmed(one).map(fault -> told(one, fault)).ifPresent(told::add);
            }
        }
        return told;
    }

    private void work(AtomicInteger next, int to) {
        try (Trial trial = trials.get()) {
            for (int i = next.getAndIncrement(); i < to && !enough(); i = next.getAndIncrement()) {
                byte[] input = input(i);
                Optional<Fault> fault = trial.of(input);
                if (fault.isPresent()) {
                    found.add(new Found(i, input, fault.get()));
                }
            }
        }
    }

    private boolean enough() {
        return found.size() >= MOST_FOUND
                || found.stream().filter(one -> one.fault.sure()).count() >= MOST_SURE;
    }

    private byte[] input(int number) {
        return cases.apply(new Random(new SplittableRandom(seed + number).nextLong()));
    }

    private Optional<Fault> confirmed(Found one) {
        if (one.fault.sure()) {
            return Optional.of(one.fault);
        }
        Optional<Fault> again = Optional.of(one.fault);
        for (int i = 0; i < TRIES_ALONE && again.isPresent() && !again.get().sure(); i++) {
            again = alone(one.input);
        }
        return again;
    }

    private Optional<Fault> alone(byte[] input) {
        try (Trial trial = trials.get()) {
            return trial.of(input);
        }
    }

    private String told(Found one, Fault fault) {
        byte[] shortest = Shortest.of(one.input, input -> alone(input).isPresent());
        String text = readable(shortest);
        return "case " + one.number + " of seed " + seed + ": " + fault.what() + "\nshortest input, "
                + shortest.length + " of " + one.input.length + " bytes:\n"
                + text.substring(0, Math.min(SHOWN, text.length()));
    }

    private static String readable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            boolean plain = b >= ' ' && b != '\\' || b == '\n';
            text.append(plain ? String.valueOf((char) b) : String.format("\\x%02x", b));
        }
        return text.toString();
    }
}
