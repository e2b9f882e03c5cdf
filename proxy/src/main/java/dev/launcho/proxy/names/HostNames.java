package dev.launcho.proxy.names;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * A cache of hosts' addresses. Threads of its own refresh it, so that no caller waits for a name server. A host that was
 * found once keeps its last addresses while no name server answers.
 *
 * <p>At most {@value #MOST_THREADS} look-ups are under way, one for each host; names that were found before go first. A
 * look-up can't be cancelled: its thread, a daemon, stays until the system's resolver gives up.
 *
 * <p>Confined to its owner's thread.
 */
public final class HostNames implements AutoCloseable {
    static final int MOST_THREADS = 256;
    private static final long IDLE_SECONDS = 5;

    /**
     * The intervals between look-ups, and the time limit of the first.
     *
     * @param refresh the interval between two look-ups of a name that has addresses
     * @param retry the interval between two look-ups of a name that has none
     * @param patience how long the first look-up may take, once it has a thread, before the answer is that no name server answers
     */
    public record Pace(Duration refresh, Duration retry, Duration patience) {
        public static final Pace USUAL =
                new Pace(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final HostLookup lookup;
    private final Pace pace;
    private final LongSupplier nanoTime;
    private final Runnable changed;
    private final Map<String, HostName> names = new HashMap<>();
    private final ThreadPoolExecutor threads;

    /**
     * @param nanoTime monotonic
     * @param changed called on any thread when an answer has changed; must not block
     */
    public HostNames(HostLookup lookup, Pace pace, LongSupplier nanoTime, Runnable changed) {
        this(lookup, pace, nanoTime, changed, HostNames::thread);
    }

    HostNames(HostLookup lookup, Pace pace, LongSupplier nanoTime, Runnable changed, ThreadFactory factory) {
        this.lookup = lookup;
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.changed = changed;
        this.threads = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "launcho-names-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Returns what is known now, and begins a look-up if one is due. Never blocks. */
    public NameAnswer answer(String host) {
        try {
            var local = LocalHosts.addresses(host);
            if (local.isPresent()) {
                return new NameAnswer.Known(local.get(), false);
            }
        } catch (UnknownHostException noAddress) {
            return new NameAnswer.Failed(false);
        }
        HostName name = names.computeIfAbsent(host, h -> new HostName(h, pace));
        name.nextLookup(nanoTime.getAsLong()).ifPresent(rank -> begin(name, rank));
        return name.answer(nanoTime.getAsLong());
    }

    /** Forgets all other hosts. */
    public void keep(Set<String> hosts) {
        names.keySet().retainAll(hosts);
    }

    /** Stops all look-ups that wait. Those under way go on; their results are not used. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void begin(HostName name, int rank) {
        try {
            threads.execute(new Task(rank, () -> look(name)));
        } catch (RejectedExecutionException closing) {
            // The cache is closed: the result would not be used.
        } catch (OutOfMemoryError noThread) { // The system has no thread for it now: it is asked again later.
            name.missed(nanoTime.getAsLong(), nanoTime.getAsLong());
        }
    }

    private void look(HostName name) {
        long began = nanoTime.getAsLong();
        name.asks(began);
        boolean news;
        try {
            news = name.found(lookup.addresses(name.host()), nanoTime.getAsLong());
        } catch (UnknownHostException | RuntimeException none) {
            news = name.missed(began, nanoTime.getAsLong());
        }
        if (news) {
            changed.run();
        }
    }

    /** A look-up in the queue; the lowest rank goes first. */
    private record Task(int rank, Runnable what) implements Runnable, Comparable<Task> {
        @Override
        public void run() {
            what.run();
        }

        @Override
        public int compareTo(Task other) {
            return Integer.compare(rank, other.rank);
        }
    }

    /** Returns the hosts in the cache; for tests. */
    List<String> hosts() {
        return List.copyOf(names.keySet());
    }

    /** Returns whether a look-up of the host is under way; for tests. */
    boolean isUnderWay(String host) {
        HostName name = names.get(host);
        return name != null && name.isUnderWay();
    }
}
