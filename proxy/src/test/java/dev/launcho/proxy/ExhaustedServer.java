package dev.launcho.proxy;

import dev.launcho.core.model.InstanceId;
import dev.launcho.core.text.HostPort;
import dev.launcho.core.traffic.LoadBalancer;
import dev.launcho.core.traffic.Routes;
import dev.launcho.proxy.listen.ConnectTimeouts;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program with few descriptors: {@code ENGINE ON BACKEND}. Reads {@code hog} (take all descriptors),
 * {@code free one} and {@code free} from its standard input, and ends with that.
 */
final class ExhaustedServer {
    /** Whoever is late is not tried twice. */
    private static final ConnectTimeouts PATIENT =
            new ConnectTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private ExhaustedServer() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        List<Closeable> hogged = new ArrayList<>(4096);
        NettyLogging.quieten();
        LoadBalancer balancer =
                NettyBalancer.start(EngineKind.valueOf(arguments[0]).start(), new Printing(), PATIENT);
        balancer.apply(new Routes(List.of(new Routes.Service(
                "web",
                HostPort.parse(arguments[1]),
                List.of(new Routes.Backend(new InstanceId("a"), HostPort.parse(arguments[2]), Routes.Rotation.ACTIVE)),
                Routes.Hold.NONE))));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            if (line.equals("hog")) {
                hog(hogged);
                System.out.println("hogged");
            } else if (line.equals("free one")) {
                hogged.remove(0).close();
                System.out.println("free");
            } else {
                for (Closeable file : hogged) {
                    file.close();
                }
                hogged.clear();
                System.out.println("free");
            }
        }
        balancer.close();
    }

    private static void hog(List<Closeable> hogged) {
        try {
            while (true) {
                hogged.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException noneLeft) {
            // As wanted.
        }
    }

    private static final class Printing implements LoadBalancer.Listener {
        @Override
        public void listening(String service) {
            System.out.println("listening");
        }

        @Override
        public void listenFailed(String service, String message) {
            System.out.println(message);
        }

        @Override
        public void drained(InstanceId instance) {
            System.out.println("drained");
        }
    }
}
