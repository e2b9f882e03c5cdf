package dev.launcho.bench.compare.peer;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.EngineChoice;
import dev.launcho.proxy.NettyBalancer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The program of a {@link LaunchoPeer}: {@code ENGINE PORT ORIGIN_PORT}. It ends when its standard input ends. */
final class BalancerMain {
    /** The size of the whole heap. */
    private static final int GARBAGE_KIBIBYTES = 64 * 1024;

    private static volatile byte[] garbage = {};

    private BalancerMain() {}

    public static void main(String[] args) throws IOException {
        HostPort on = new HostPort("127.0.0.1", Integer.parseInt(args[1]));
        HostPort origin = new HostPort("127.0.0.1", Integer.parseInt(args[2]));
        EngineChoice engine = EngineChoice.valueOf(args[0].toUpperCase(Locale.ROOT));
        try (LoadBalancer balancer = NettyBalancer.start(new Failing(), engine)) {
            Routes.Backend backend = new Routes.Backend(new InstanceId("origin"), origin, Routes.Rotation.ACTIVE);
            balancer.apply(new Routes(List.of(new Routes.Service("compared", on, List.of(backend), Routes.Hold.NONE))));
            obey();
        }
    }

    /**
     * Collects garbage for each line of input, and answers with a line. Before that, it uses all memory for new objects
     * once. So this memory is resident in every measurement, not only in those after much work.
     */
    private static void obey() throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (orders.readLine() != null) {
            for (int i = 0; i < GARBAGE_KIBIBYTES; i++) {
                garbage = new byte[1024];
            }
            System.gc();
            System.out.println("collected");
        }
    }

    private static final class Failing implements LoadBalancer.Listener {
        @Override
        public void listening(String service) {
            // The parent process finds out by a connect.
        }

        @Override
        public void listenFailed(String service, String message) {
            System.err.println(message);
            System.exit(1);
        }

        @Override
        public void drained(InstanceId instance) {
            // Nothing is drained here.
        }
    }
}
