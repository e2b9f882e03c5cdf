package dev.launcho.proxy;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.core.traffic.TrafficCounters;
import dev.launcho.proxy.header.HeaderWriter;
import dev.launcho.proxy.listen.ConnectTimeouts;
import dev.launcho.proxy.listen.ConnectionContext;
import dev.launcho.proxy.listen.HoldQueue;
import dev.launcho.proxy.listen.ListenThread;
import dev.launcho.proxy.names.HostLookup;
import dev.launcho.proxy.names.HostNames;
import dev.launcho.proxy.names.SystemLookup;
import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.WarningLimiter;
import dev.launcho.proxy.route.BackendPicker;
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

    private NettyBalancer(
            Engine engine, Listener listener, ConnectTimeouts patience, HostLookup lookup, HostNames.Pace pace) {
        this.engine = engine;
        this.listener = listener;
        table = new RouteTable(this::drained, new EjectionLog(listener), System::nanoTime);
        held = new HoldQueue(engine.loops());
        ConnectionContext context = new ConnectionContext(
                table,
                new BackendPicker(table),
                held,
                new HeaderWriter(),
                new WarningLimiter(System::nanoTime),
                patience,
                System::nanoTime);
        listening = new ListenThread(engine, context, listener, lookup, pace);
    }

    /**
     * Starts a balancer with an empty table and one event loop per core.
     *
     * @throws EngineUnavailable if the chosen engine can't be used here
     */
    public static NettyBalancer start(LoadBalancer.Listener listener, EngineChoice choice) {
        NettyLogging.quieten();
        return start(choice.start(Runtime.getRuntime().availableProcessors()), listener);
    }

    /** Starts a balancer on {@code engine}, and closes that engine in {@link #close}. */
    static NettyBalancer start(Engine engine, LoadBalancer.Listener listener) {
        return start(engine, listener, ConnectTimeouts.USUAL);
    }

    /** Starts a balancer with other time limits than the usual. */
    static NettyBalancer start(Engine engine, LoadBalancer.Listener listener, ConnectTimeouts patience) {
        return start(engine, listener, patience, SystemLookup.INSTANCE, HostNames.Pace.USUAL);
    }

    /** Starts a balancer with another resolver and another pace of look-ups. */
    static NettyBalancer start(
            Engine engine,
            LoadBalancer.Listener listener,
            ConnectTimeouts patience,
            HostLookup lookup,
            HostNames.Pace pace) {
        NettyBalancer balancer = new NettyBalancer(engine, listener, patience, lookup, pace);
        balancer.listening.start();
        return balancer;
    }

    /** Returns the name of the engine that moves the bytes: {@code epoll} or {@code nio}. */
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
    public TrafficCounters counters() {
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

    /** Calls the listener from a loop: a drain may end inside {@link #apply}, which must not call its caller back. */
    private void drained(InstanceId instance, BooleanSupplier still) {
        try {
            engine.loops().get(0).execute(() -> {
                if (still.getAsBoolean()) {
                    listener.drained(instance);
                }
            });
        } catch (RejectedExecutionException closing) {
            // The engine is closed: the end of a drain no longer matters.
        }
    }
}
