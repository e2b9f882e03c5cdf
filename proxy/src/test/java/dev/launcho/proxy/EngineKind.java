package dev.launcho.proxy;

import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.epoll.EpollEngine;
import dev.launcho.proxy.relay.nio.NioEngine;

/** The engines that the contract is run on. */
enum EngineKind {
    NIO {
        @Override
        Engine start(int loops) {
            return new NioEngine(loops);
        }
    },
    EPOLL {
        @Override
        Engine start(int loops) {
            return new EpollEngine(loops);
        }
    };

    abstract Engine start(int loops);

    Engine start() {
        return start(2);
    }
}
