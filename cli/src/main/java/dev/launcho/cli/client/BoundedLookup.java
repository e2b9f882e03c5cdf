package dev.launcho.cli.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A lookup of a host with a time limit: the system's resolver may take a minute if a name server is silent. */
final class BoundedLookup {
    private BoundedLookup() {}

    /** Asks for the addresses of a host; blocks. */
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** No name server has answered in time. */
    static final class NoAnswer extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        NoAnswer(String host) {
            super(host);
        }
    }

    /** @throws NoAnswer if no answer comes in time; else UnknownHostException if the host has no address */
    static InetAddress[] addresses(String host, Duration patience) throws UnknownHostException {
        return addresses(host, patience, InetAddress::getAllByName);
    }

    static InetAddress[] addresses(String host, Duration patience, Resolver resolver) throws UnknownHostException {
        CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        answer.complete(resolver.addresses(host));
                    } catch (UnknownHostException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                },
                "lookup");
        // A lookup can't be interrupted; as a daemon it does not keep the program from exiting.
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            throw new NoAnswer(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer(host);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownHostException unknown ? unknown : new UnknownHostException(host);
        }
    }
}
