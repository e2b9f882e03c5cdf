package dev.launcho.bench.compare.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way from a client to the origin. */
public interface Peer {
    /** All there are, the yardstick among them. */
    List<Peer> ALL = List.of(
            new DirectPeer(),
            new HaproxyPeer("haproxy-16k", 16384),
            new HaproxyPeer("haproxy-64k", 65536),
            new NginxPeer(),
            new LaunchoPeer("nio", false),
            new LaunchoPeer("epoll", false));

    String name();

    /** What it is, for people. */
    String title();

    /** Whether it only becomes fast when it is used. */
    default boolean warmsUp() {
        return false;
    }

    /** Whether it has processes, whose memory is to be measured. */
    default boolean usesMemory() {
        return true;
    }

    /** The same, so that what it needs for itself changes less while memory is measured. */
    default Peer withSteadyMemory() {
        return this;
    }

    /**
     * Starts it and waits until it accepts connections.
     *
     * @param folder of its own, for its files
     * @param cores how many threads it may use
     * @throws PeerUnavailable if it can't be used here
     */
    Running start(Path folder, int originPort, int cores) throws IOException;
}
