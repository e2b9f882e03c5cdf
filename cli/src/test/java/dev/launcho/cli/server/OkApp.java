package dev.launcho.cli.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** A program for tests: says its name to whoever connects to the loopback port that it is given. */
final class OkApp {
    private OkApp() {}

    /** Its command line as a target has it, listening for {@code service}. */
    static String command(String name, String service) {
        String classes =
                OkApp.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return "[sh, -c, 'exec " + java + " -XX:TieredStopAtLevel=1 -Xmx16m -cp " + classes + " "
                + OkApp.class.getName() + " $SERVICE_PORT_" + service.toUpperCase(Locale.ROOT) + " " + name
                + "']";
    }

    public static void main(String[] args) throws IOException {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write((args[1] + "\n").getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }
}
