package dev.launcho.proxy;

import dev.launcho.proxy.relay.Engine;
import dev.launcho.proxy.relay.epoll.EpollEngine;
import dev.launcho.proxy.relay.nio.NioEngine;

/** The engines that the contract is run on. */
enum EngineKind {
    NIO {
        @Override
        Engine start() {
            return new NioEngine(2);
        }
    },
    EPOLL {
        @Override
        Engine start() {
            return new EpollEngine(2);
        }
    };

    abstract Engine start();
}
