package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.HostPort;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Lets the kernel carry the connections. {@link #apply} leaves the table for the thread {@code ipvs}, which brings the
 * kernel to it, and comes back to it every {@link #REPAIR}, should somebody have changed it.
 *
 * <p>What was in the kernel when this started stays as it is until the first table is applied.
 */
final class IpvsBalancer implements LoadBalancer {
    private static final Duration REPAIR = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration DRAIN_LOOK = Duration.ofMillis(250);
    private static final Duration CLOSE = Duration.ofSeconds(20);

    private final Ipvsadm tool;
    private final Listener listener;
    private final Duration grace;
    private final long began = System.nanoTime();
    private final Drains drains = new Drains();
    private final Turn turn;
    private final Notices notices;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "ipvs");
    private volatile Order order = Order.NONE;
    private volatile Counters counters = Counters.NONE;
    private volatile boolean closed;

    /**
     * The table to bring about.
     *
     * @param number counted up with each table; 0 = none yet
     */
    private record Order(Routes routes, Wanted wanted, long number) {
        static final Order NONE = new Order(Routes.EMPTY, Wanted.NOTHING, 0);
    }

    private IpvsBalancer(
            Ipvsadm tool,
            ClaimsStore store,
            Claims claims,
            Function<HostPort, Optional<String>> obstacle,
            Duration grace,
            Listener listener) {
        this.tool = tool;
        this.listener = listener;
        this.grace = grace;
        this.notices = new Notices(listener);
        this.turn = new Turn(tool, store, claims, drains, notices, obstacle);
        drains.remember(claims);
    }

    /**
     * @param claims what an earlier server has written down
     * @param obstacle why an address can't be used, where no service is on it yet
     * @param grace how long the servers of an earlier server's instances stay, while nothing is said of those
     */
    static IpvsBalancer start(
            Ipvsadm tool,
            ClaimsStore store,
            Claims claims,
            Function<HostPort, Optional<String>> obstacle,
            Duration grace,
            Listener listener) {
        IpvsBalancer balancer = new IpvsBalancer(tool, store, claims, obstacle, grace, listener);
        balancer.thread.setDaemon(true);
        balancer.thread.start();
        return balancer;
    }

    @Override
    public void apply(Routes routes) {
        if (closed || order.number() > 0 && order.routes().equals(routes)) {
            return;
        }
        Wanted wanted = Wanted.of(routes);
        order = new Order(routes, wanted, drains.apply(wanted));
        wake.release();
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public boolean isDrained(InstanceId instance) {
        return drains.isOut(instance);
    }

    @Override
    public void killed(InstanceId instance) {
        drains.kill(instance);
    }

    @Override
    public void ended(InstanceId instance) {
        drains.ended(instance);
        wake.release();
    }

    private void run() {
        try {
            Duration pause = REPAIR;
            while (!closed) {
                wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                wake.drainPermits();
                Order now = order;
                if (now.number() > 0 && !closed) {
                    pause = turn(now);
                }
            }
            // Nobody is wanted: nothing is left running that a next server could adopt.
            if (order.number() > 0 && order.routes().services().isEmpty()) {
                turn.clear().forEach(problem -> listener.warned("ipvs", problem));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tool.close();
        }
    }

    /** @return how long to wait for the next, if nothing happens */
    private Duration turn(Order now) throws InterruptedException {
        if (System.nanoTime() - began > grace.toNanos()) {
            drains.awaitNoLonger();
        }
        Turn.Result result;
        try {
            result = turn.take(now.wanted(), now.number(), () -> closed || order != now);
        } catch (RuntimeException e) {
            listener.warned("ipvs", "a turn failed, it is tried again: " + e);
            return RETRY;
        }
        result.counters().ifPresent(fresh -> counters = fresh);
        result.over().stream().filter(drains::isOut).forEach(listener::drained);
        if (!result.done()) {
            return RETRY;
        }
        return drains.leaving().isEmpty() ? REPAIR : DRAIN_LOOK;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        wake.release();
        try {
            thread.join(CLOSE.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
