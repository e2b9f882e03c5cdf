package dev.launcho.proxy.relay.nio;

import dev.launcho.core.net.LoopbackSources;
import dev.launcho.proxy.relay.SourceChoice;

/** The source addresses that all connects of an engine share. Any thread. */
record ConnectContext(SourceChoice choice, LoopbackSources neighbours) {
    ConnectContext() {
        this(new SourceChoice(System::nanoTime), new LoopbackSources());
    }
}
