package dev.launcho.proxy;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.Counters;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.header.HeaderWriter;
import dev.launcho.proxy.listen.Arrivals;
import dev.launcho.proxy.listen.HoldQueue;
import dev.launcho.proxy.listen.ListenThread;
import dev.launcho.proxy.listen.Patience;
import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.Warnings;
import dev.launcho.proxy.route.Picker;
import dev.launcho.proxy.route.RouteTable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/** A layer-4 TCP load balancer in this process. */
public final class NettyBalancer implements LoadBalancer {
    private final Engine engine;
    private final Listener listener;
    private final RouteTable table;
    private final HoldQueue held;
    private final ListenThread listening;
    private Routes applied = Routes.EMPTY;
    private boolean closed;

    private NettyBalancer(Engine engine, Listener listener, Patience patience) {
        this.engine = engine;
        this.listener = listener;
        table = new RouteTable(this::drained, new Ejections(listener), System::nanoTime);
        held = new HoldQueue(engine.loops());
        Arrivals arrivals = new Arrivals(
                table,
                new Picker(table),
                held,
                new HeaderWriter(),
                new Warnings(System::nanoTime),
                patience,
                System::nanoTime);
        listening = new ListenThread(engine, arrivals, listener);
    }

    /**
     * Starts one with an empty table, on one event loop per core.
     *
     * @throws EngineUnavailable if that engine can't be used here
     */
    public static NettyBalancer start(LoadBalancer.Listener listener, EngineChoice choice) {
        NettyLogging.quieten();
        return start(choice.start(Runtime.getRuntime().availableProcessors()), listener);
    }

    /** Starts one on {@code engine}, which it closes. */
    static NettyBalancer start(Engine engine, LoadBalancer.Listener listener) {
        return start(engine, listener, Patience.USUAL);
    }

    /** The same with another patience. */
    static NettyBalancer start(Engine engine, LoadBalancer.Listener listener, Patience patience) {
        NettyBalancer balancer = new NettyBalancer(engine, listener, patience);
        balancer.listening.start();
        return balancer;
    }

    /** The name of the engine that moves the bytes: {@code epoll} or {@code nio}. */
    public String engine() {
        return engine.name();
    }

    @Override
    public void apply(Routes routes) {
        if (closed || routes.equals(applied)) {
            return;
        }
        applied = routes;
        table.publish(routes);
        held.wake();
        listening.want(routes);
    }

    @Override
    public long connections(InstanceId instance) {
        return table.connections(instance);
    }

    @Override
    public boolean isSettled(InstanceId instance) {
        return table.isSettled(instance);
    }

    @Override
    public void killed(InstanceId instance) {
        table.kill(instance);
    }

    @Override
    public Counters counters() {
        return table.counters();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            listening.close();
            engine.close();
        }
    }

    /** Told on a loop: a drain may end inside {@link #apply}, and its caller is not to be called back from there. */
    private void drained(InstanceId instance, BooleanSupplier still) {
        try {
            engine.loops().get(0).execute(() -> {
                if (still.getAsBoolean()) {
                    listener.drained(instance);
                }
            });
        } catch (RejectedExecutionException closing) {
            // Nobody drains any more.
        }
    }
}
