package dev.launcho.proxy.listen;

import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.names.HostLookup;
import dev.launcho.proxy.names.HostNames;
import dev.launcho.proxy.relay.Engine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/**
 * The thread of the {@link ServiceListeners}. It takes the last of the tables that were handed to it, and retries every second the
 * sockets that could not be opened. It never waits for a name server.
 */
public final class ListenThread implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.launcho.proxy");
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** The interval of the check for broken sockets and for names that are due for a look-up. */
    private static final Duration CHECK = Duration.ofSeconds(5);

    /** The bound of wake-ups that wait; a full mailbox needs no further wake-up. */
    private static final int MAILBOX = 64;

    private final HostNames names;
    private final ServiceListeners listeners;
    private final MpscBlockingConsumerArrayQueue<Routes> mail = new MpscBlockingConsumerArrayQueue<>(MAILBOX);
    private final Thread thread = new Thread(this::run, "launcho-listen");
    private final long checkMillis;
    private volatile Routes wanted = Routes.EMPTY;
    private volatile boolean closed;

    /** @param lookup may block; it is called on threads of its own */
    public ListenThread(
            Engine engine,
            ConnectionContext context,
            LoadBalancer.Listener listener,
            HostLookup lookup,
            HostNames.Pace pace) {
        names = new HostNames(lookup, pace, System::nanoTime, this::wake);
        listeners = new ServiceListeners(engine, context, names, listener);
        checkMillis = Math.min(CHECK.toMillis(), pace.refresh().toMillis());
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Hands the table over and returns. Called by one thread. */
    public void want(Routes routes) {
        wanted = routes;
        wake();
    }

    /** Wakes the thread: there is a new table, or a name's addresses have changed. Any thread. */
    private void wake() {
        mail.offer(Routes.EMPTY);
    }

    /** Closes the sockets. Blocks until they are closed, at most two seconds. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(2000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean reconcile() {
        try {
            return listeners.reconcile(wanted);
        } catch (RuntimeException | Error fault) {
            // Whatever the fault is, the services must be opened: the next attempt is in a second.
            LOGGER.log(System.Logger.Level.ERROR, "opening the services' addresses failed", fault);
            return false;
        }
    }

    private void run() {
        boolean complete = true;
        try {
            while (!closed) {
                long wait = complete ? checkMillis : Math.min(RETRY.toMillis(), checkMillis);
                if (mail.poll(wait, TimeUnit.MILLISECONDS) != null) {
                    mail.clear();
                }
                complete = closed || reconcile();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.close();
            names.close();
        }
    }
}
