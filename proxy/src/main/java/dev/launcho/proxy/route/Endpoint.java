package dev.launcho.proxy.route;

import java.net.InetSocketAddress;

/** Where an instance listens for one service. */
record Endpoint(Upstream upstream, InetSocketAddress address) {}
