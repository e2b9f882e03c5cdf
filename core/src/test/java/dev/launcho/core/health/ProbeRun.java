package dev.launcho.core.health;

import dev.launcho.core.model.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Drives one probe to its answer, as the prober's thread does. */
final class ProbeRun {
    private ProbeRun() {}

    static ProbeAnswer of(Probe kind, Prober.Port port) {
        return of(kind, port, System::nanoTime);
    }

    /** @param ticker the clock of its deadline */
    static ProbeAnswer of(Probe kind, Prober.Port port, LongSupplier ticker) {
        Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
        AtomicReference<LoopbackProbe> attempt = new AtomicReference<>();
        AtomicReference<Optional<ProbeAnswer>> answer = new AtomicReference<>(Optional.empty());
        try (Selector selector = Selector.open();
                ProbeTools tools = new ProbeTools(
                        selector,
                        ticker,
                        order -> {
                            orders.add(order);
                            selector.wakeup();
                        },
                        attachment -> answer.set(attempt.get().advance()))) {
            LoopbackProbe probe = new LoopbackProbe(kind, port, "", tools, ticker.getAsLong());
            attempt.set(probe);
            answer.set(probe.begin());
            while (answer.get().isEmpty() && ticker.getAsLong() - probe.deadline() < 0) {
                selector.select(key -> answer.set(probe.advance()), 10);
                for (Runnable order = orders.poll();
                        order != null && answer.get().isEmpty();
                        order = orders.poll()) {
                    order.run();
                }
            }
            ProbeAnswer last = answer.get().orElseGet(probe::late);
            probe.close(ticker.getAsLong());
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
