package dev.launcho.proxy;

import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.epoll.EpollEngine;
import dev.launcho.proxy.relay.nio.NioEngine;
import java.util.Optional;

/** Which engine moves the bytes. */
public enum EngineChoice {
    /** Epoll if it works here, else NIO. */
    AUTO {
        @Override
        Engine start(int loops) {
            return EpollEngine.problem().isEmpty() ? new EpollEngine(loops) : new NioEngine(loops);
        }
    },
    /** Linux only, with Netty's native library for this processor. */
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
    /** Everywhere. */
    NIO {
        @Override
        Engine start(int loops) {
            return new NioEngine(loops);
        }
    };

    abstract Engine start(int loops);

    /** Tries whether it works here, for some milliseconds. @throws EngineUnavailable if not */
    public void check() {
        // Most need nothing that could be missing.
    }
}
