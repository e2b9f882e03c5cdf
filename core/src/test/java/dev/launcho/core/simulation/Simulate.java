package dev.launcho.core.simulation;

import dev.launcho.core.reconcile.SimulatedServer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells many stories, on as many threads as there are cores, and ends with 1 at the first bad end. {@code Simulate SEED RUNS}
 * tells those of SEED, SEED + 1 and so on; without arguments 10,000 that are always the same, and 40,000 from a fresh seed.
 */
public final class Simulate {
    private static final long FIXED = 10_000;
    private static final long FRESH = 40_000;

    private Simulate() {}

    public static void main(String[] args) throws InterruptedException {
        boolean well = args.length > 0
                ? told(Long.parseLong(args[0]), args.length > 1 ? Long.parseLong(args[1]) : 1)
                : told(0, FIXED) && told(new SecureRandom().nextLong(), FRESH);
        System.exit(well ? 0 : 1);
    }

    private static boolean told(long seed, long runs) throws InterruptedException {
        System.out.printf("%d stories from seed %d%n", runs, seed);
        Tally tally = new Tally();
        long began = System.nanoTime();
        Optional<String> failure = run(seed, runs, tally);
        double seconds = (System.nanoTime() - began) / 1e9;
        failure.ifPresent(System.out::println);
        System.out.printf("incidents: %s%n", tally);
        System.out.printf(
                "%d stories from seed %d in %.1f s, %.2f ms of CPU each: %s%n",
                runs, seed, seconds, tally.cpu() / runs, failure.isEmpty() ? "all well" : "FAILED");
        return failure.isEmpty();
    }

    /** @return what went wrong in the first story found that ends badly, shrunk */
    static Optional<String> run(long seed, long runs, Tally tally) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < Runtime.getRuntime().availableProcessors(); n++) {
            Thread thread = new Thread(() -> tell(seed, runs, next, failure, tally), "stories-" + n);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return failure.get();
    }

    /** Seeds go round at the end of the range of numbers. */
    private static void tell(
            long seed, long runs, AtomicLong next, AtomicReference<Optional<String>> failure, Tally tally) {
        SimulatedServer.Twist none = SimulatedServer.Twist.NONE;
        for (long n = next.getAndIncrement(); n < runs && failure.get().isEmpty(); n = next.getAndIncrement()) {
            Story story = Story.of(seed + n);
            try {
                Optional<Violation> violation = Verdict.of(story, none, tally);
                if (violation.isPresent()) {
                    failure.set(Optional.of(Verdict.report(story, none, violation.get())));
                }
            } catch (RuntimeException | Error e) {
                // An error that ends a thread would leave its stories untold, and all would be called well.
                failure.set(Optional.of("seed " + story.seed() + ": " + Universe.stack(e)));
            }
        }
        tally.countCpu();
    }
}
