package dev.launcho.bench.compare.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** HAProxy in TCP mode. */
record HaproxyPeer(String name, int buffer) implements Peer {
    /** Descriptors for HAProxy's own files, timers and wake-ups. */
    private static final int SPARE_DESCRIPTORS = 200;

    @Override
    public String title() {
        return "HAProxy, %d KiB buffers".formatted(buffer / 1024);
    }

    @Override
    public Running start(Path folder, int originPort, int cores) throws IOException {
        Path program = Programs.find("haproxy");
        int port = Programs.freePort();
        long connections = (Proc.mostDescriptors() - SPARE_DESCRIPTORS) / 2;
        Path config = Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                    nbthread %d
                    maxconn %d
                    tune.bufsize %d
                defaults
                    mode tcp
                    timeout connect 5s
                    timeout client 1h
                    timeout server 1h
                listen compared
                    bind 127.0.0.1:%d
                    server origin 127.0.0.1:%d
                """.formatted(
                        cores, Math.min(12_000, connections), buffer, port, originPort));
        return RunningProcess.start(folder, port, List.of(program.toString(), "-db", "-f", config.toString()));
    }
}
