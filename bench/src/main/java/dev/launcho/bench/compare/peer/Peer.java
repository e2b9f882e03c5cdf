package dev.launcho.bench.compare.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way from a client to the origin. */
public interface Peer {
    /** All peers, the yardstick among them. */
    List<Peer> ALL = List.of(
            new DirectPeer(),
            new HaproxyPeer("haproxy-16k", 16384),
            new HaproxyPeer("haproxy-64k", 65536),
            new NginxPeer(),
            new LaunchoPeer("nio", false),
            new LaunchoPeer("epoll", false));

    String name();

    /** Returns the peer's name in reports. */
    String title();

    /** Returns whether the peer has to be warmed up: a JVM becomes fast only in use. */
    default boolean warmsUp() {
        return false;
    }

    /** The same, so that what it needs for itself changes less while memory is measured. */
    default Peer withSteadyMemory() {
        return this;
    }

    /**
     * Starts the peer and waits until it accepts connections.
     *
     * @param folder a folder of its own, for its files
     * @param cores the number of threads that it may use
     * @throws PeerUnavailable if the peer can't be used here
     */
    Running start(Path folder, int originPort, int cores) throws IOException;
}
