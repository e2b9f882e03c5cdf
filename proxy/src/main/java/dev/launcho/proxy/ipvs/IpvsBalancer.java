package dev.launcho.proxy.ipvs;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.core.traffic.TrafficCounters;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The load balancer that lets the kernel carry the connections. {@link #apply} leaves the table for the thread
 * {@code ipvs}, which brings the kernel's table in line with it. The thread checks every {@link #REPAIR} that nobody has
 * changed the kernel's table.
 *
 * <p>The kernel's table stays as it was at the start until the first table is applied.
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
    private final DrainStates drains = new DrainStates();
    private final SyncPass turn;
    private final TroubleNotices notices;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "ipvs");
    private volatile Order order = Order.NONE;
    private volatile TrafficCounters counters = TrafficCounters.NONE;
    private volatile boolean closed;

    /**
     * The wanted table.
     *
     * @param number counted up with each table; 0 = no table yet
     */
    private record Order(Routes routes, DesiredTable wanted, long number) {
        static final Order NONE = new Order(Routes.EMPTY, DesiredTable.NOTHING, 0);
    }

    private IpvsBalancer(
            Ipvsadm tool,
            ClaimsStore store,
            OwnedEntries claims,
            Function<HostPort, Optional<String>> obstacle,
            Duration grace,
            Listener listener) {
        this.tool = tool;
        this.listener = listener;
        this.grace = grace;
        this.notices = new TroubleNotices(listener);
        this.turn = new SyncPass(tool, store, claims, drains, notices, obstacle);
        drains.remember(claims);
    }

    /**
     * Starts a balancer and its thread.
     *
     * @param claims the claims that an earlier server has stored
     * @param obstacle returns why an address without a service can't be used; empty if it can
     * @param grace how long an earlier server's instances stay in the kernel's table while no table names them
     */
    static IpvsBalancer start(
            Ipvsadm tool,
            ClaimsStore store,
            OwnedEntries claims,
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
        DesiredTable wanted = DesiredTable.of(routes);
        order = new Order(routes, wanted, drains.apply(wanted));
        wake.release();
    }

    @Override
    public TrafficCounters counters() {
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
            // The last table is empty: no instance is left that a next server could adopt.
            if (order.number() > 0 && order.routes().services().isEmpty()) {
                turn.clear().forEach(problem -> listener.warned("ipvs", problem));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tool.close();
        }
    }

    /** Takes one turn. @return how long to wait for the next turn, if nothing happens */
    private Duration turn(Order now) throws InterruptedException {
        if (System.nanoTime() - began > grace.toNanos()) {
            drains.awaitNoLonger();
        }
        SyncPass.Result result;
        try {
            result = turn.take(now.wanted(), now.number(), () -> closed || order != now);
        } catch (RuntimeException e) {
            listener.warned("ipvs", "a synchronization failed, it is retried: " + e);
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
