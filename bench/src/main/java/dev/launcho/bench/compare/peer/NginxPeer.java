package dev.launcho.bench.compare.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** nginx's stream module, with buffers of 16 KiB, its default. */
final class NginxPeer implements Peer {
    /** The file in which distributions ship the stream module if it is not built in. */
    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String title() {
        return "nginx stream";
    }

    @Override
    public Running start(Path folder, int originPort, int cores) throws IOException {
        Path program = Programs.find("nginx");
        int port = Programs.freePort();
        Path config = Files.writeString(folder.resolve("nginx.conf"), """
                %s
                daemon off;
                worker_processes %d;
                worker_rlimit_nofile %d;
                pid nginx.pid;
                error_log stderr crit;
                events { worker_connections %d; }
                stream {
                    access_log off;
                    proxy_timeout 1h;
                    server { listen 127.0.0.1:%d backlog=4096; proxy_pass 127.0.0.1:%d; }
                }
                """.formatted(
                        Files.exists(MODULE) ? "load_module " + MODULE + ";" : "",
                        cores,
                        Proc.mostDescriptors(),
                        Math.min(30_000, Proc.mostDescriptors()),
                        port,
                        originPort));
        return RunningProcess.start(
                folder,
                port,
                List.of(program.toString(), "-p", folder.toString(), "-c", config.toString(), "-e", "stderr"));
    }
}
