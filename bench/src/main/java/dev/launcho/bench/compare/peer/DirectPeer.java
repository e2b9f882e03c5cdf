package dev.launcho.bench.compare.peer;

import java.nio.file.Path;

/** The peer without a proxy: clients connect to the origin. */
final class DirectPeer implements Peer {
    @Override
    public String name() {
        return "direct";
    }

    @Override
    public String title() {
        return "no proxy";
    }

    @Override
    public Running start(Path folder, int originPort, int cores) {
        return new Running() {
            @Override
            public int port() {
                return originPort;
            }

            @Override
            public double cpuSeconds() {
                return 0;
            }

            @Override
            public long residentBytes() {
                return 0;
            }

            @Override
            public void close() {
                // No process was started.
            }
        };
    }
}
