package dev.launcho.core.health;

import dev.launcho.core.net.LoopbackSources;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The resources that all probes of one prober share. Belongs to the prober's thread. */
final class ProbeTools implements AutoCloseable {
    private static final int SOME_BYTES = 16 << 10;

    final Selector selector;

    /** Buffer to read into. */
    final ByteBuffer some = ByteBuffer.allocateDirect(SOME_BYTES);

    final LingeringConnections farewells;
    final TlsClient tls;

    /** Source addresses to connect from when no port is left. */
    final LoopbackSources sources = new LoopbackSources();

    final Consumer<Object> resume;

    /**
     * @param order runs a task on the prober's thread
     * @param resume called there with the attachment of a probe that can continue
     */
    ProbeTools(Selector selector, LongSupplier ticker, Consumer<Runnable> order, Consumer<Object> resume) {
        this.selector = selector;
        this.farewells = new LingeringConnections(selector, some);
        this.tls = new TlsClient(order, ticker);
        this.resume = resume;
    }

    /** Closes all but the selector, which its owner closes. */
    @Override
    public void close() {
        farewells.close();
        tls.close();
    }
}
