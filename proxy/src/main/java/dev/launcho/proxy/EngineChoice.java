package dev.launcho.proxy;

import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.epoll.EpollEngine;
import dev.launcho.proxy.relay.nio.NioEngine;
import java.util.Optional;

/** The user's choice of the engine that moves the bytes. */
public enum EngineChoice {
    /** The epoll engine if it works here, else the NIO engine. */
    AUTO {
        @Override
        Engine start(int loops) {
            return EpollEngine.problem().isEmpty() ? new EpollEngine(loops) : new NioEngine(loops);
        }
    },
    /** The epoll engine: Linux only, needs Netty's native library for this processor. */
    EPOLL {
        @Override
        Engine start(int loops) {
            check();
            return new EpollEngine(loops);
        }

        @Override
        public void check() {
            Optional<String> problem = EpollEngine.problem();
            if (problem.isPresent()) {
                throw new EngineUnavailable("server.relay is epoll, but epoll can't be used here: " + problem.get()
                        + "; set server.relay to auto or nio");
            }
        }
    },
    /** The NIO engine: works everywhere. */
    NIO {
        @Override
        Engine start(int loops) {
            return new NioEngine(loops);
        }
    };

    abstract Engine start(int loops);

    /** Checks that the engine works here; takes some milliseconds. @throws EngineUnavailable if it does not */
    public void check() {
        // Only epoll needs something that may be missing.
    }
}
