package dev.launcho.core.simulation;

import dev.launcho.core.reconcile.SimulatedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Tells many stories, on as many threads as there are cores: {@code Simulate SEED RUNS}. Exits 1 at the first bad end. */
public final class Simulate {
    private Simulate() {}

    public static void main(String[] args) throws InterruptedException {
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 0;
        long runs = args.length > 1 ? Long.parseLong(args[1]) : 20_000;
        long began = System.nanoTime();
        Optional<String> failure = run(seed, runs);
        double seconds = (System.nanoTime() - began) / 1e9;
        failure.ifPresent(System.out::println);
        System.out.printf(
                "%d stories from seed %d in %.1f s: %s%n",
                runs, seed, seconds, failure.isEmpty() ? "all well" : "FAILED");
        System.exit(failure.isEmpty() ? 0 : 1);
    }

    /** @return what went wrong in the first story found that ends badly, shrunk */
    static Optional<String> run(long seed, long runs) throws InterruptedException {
        AtomicLong next = new AtomicLong(seed);
        AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < Runtime.getRuntime().availableProcessors(); n++) {
            Thread thread = new Thread(() -> tell(next, seed + runs, failure), "stories-" + n);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return failure.get();
    }

    private static void tell(AtomicLong next, long end, AtomicReference<Optional<String>> failure) {
        for (long seed = next.getAndIncrement(); seed < end && failure.get().isEmpty(); seed = next.getAndIncrement()) {
            Story story = Story.of(seed);
            try {
                Optional<Violation> violation = Verdict.of(story, SimulatedServer.Twist.NONE);
                if (violation.isPresent()) {
                    failure.set(Optional.of(Verdict.report(story, SimulatedServer.Twist.NONE, violation.get())));
                }
            } catch (RuntimeException e) {
                java.io.StringWriter text = new java.io.StringWriter();
                e.printStackTrace(new java.io.PrintWriter(text));
                failure.set(Optional.of(text.toString()));
            }
        }
    }
}
