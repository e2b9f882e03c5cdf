package dev.launcho.core.health;

import dev.launcho.core.model.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A program that makes one TCP probe: {@code LISTENER|none PORT CONNECTIONS}, so many of which are open before. */
final class NetworkProbe {
    private NetworkProbe() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[1]);
        List<Object> open = new ArrayList<>();
        if (!arguments[0].equals("none")) {
            InetAddress listener = InetAddress.getByName(arguments[0]);
            open.add(new ServerSocket(port, 1000, listener));
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                open.add(new Socket(listener, port));
            }
        }
        // With time enough for a JVM that has just begun.
        Duration time = Duration.ofSeconds(20);
        Probe probe = new Probe(Probe.Kind.TCP, "web", "", List.of(), time, time, 3);
        ProbeAnswer answer = ProbeRun.of(probe, Prober.Port.of(port));
        String verdict = !answer.counts() ? "neither" : answer.healthy() ? "healthy" : "unhealthy";
        System.out.println(verdict + ", " + answer.text());
        System.exit(open.size() < 0 ? 1 : 0);
    }
}
