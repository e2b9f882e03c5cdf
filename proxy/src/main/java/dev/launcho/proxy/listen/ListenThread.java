package dev.launcho.proxy.listen;

import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.relay.Engine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/**
 * The thread of the {@link Listeners}: takes the wanted tables from whoever applies them, of several the last, and tries
 * every second what could not be opened.
 */
public final class ListenThread implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.launcho.proxy");
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** Looks whether a socket has broken, too. */
    private static final Duration CHECK = Duration.ofSeconds(5);

    /** Of tables that nobody has looked at; a full mailbox has a wake-up in it already. */
    private static final int MAILBOX = 64;

    private final Listeners listeners;
    private final MpscBlockingConsumerArrayQueue<Routes> mail = new MpscBlockingConsumerArrayQueue<>(MAILBOX);
    private final Thread thread = new Thread(this::run, "launcho-listen");
    private volatile Routes wanted = Routes.EMPTY;
    private volatile boolean closed;

    public ListenThread(Engine engine, Arrivals arrivals, LoadBalancer.Listener listener) {
        listeners = new Listeners(engine, arrivals, listener);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Hands the table over and returns. Called by one thread. */
    public void want(Routes routes) {
        wanted = routes;
        mail.offer(routes);
    }

    /** Blocks until the sockets are closed, at most two seconds. */
    @Override
    public void close() {
        closed = true;
        mail.offer(Routes.EMPTY);
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
            // Whatever it is, services are still to be opened: in a second.
            LOGGER.log(System.Logger.Level.ERROR, "opening the services' addresses failed", fault);
            return false;
        }
    }

    private void run() {
        boolean complete = true;
        try {
            while (!closed) {
                Duration wait = complete ? CHECK : RETRY;
                if (mail.poll(wait.toMillis(), TimeUnit.MILLISECONDS) != null) {
                    mail.clear();
                }
                complete = closed || reconcile();
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.close();
        }
    }
}
