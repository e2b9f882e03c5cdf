package dev.launcho.cli.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The application that is harmed. It tells its version and pid; {@code GET /break} makes its health bad. {@code MODE=exit}
 * ends it at once, {@code MODE=sick} never lets it get healthy.
 */
final class ChaosApp {
    /** Longer than the server is ever stopped for: it may have connected, and not have sent anything yet. */
    private static final int PATIENCE_MILLIS = 20_000;

    private final String version = System.getenv().getOrDefault("VERSION", "0");
    private boolean healthy = !"sick".equals(System.getenv("MODE"));

    private ChaosApp() {}

    /** Its command line, as a target has it. */
    static String command(String service) {
        String classes = ChaosApp.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return "[sh, -c, 'exec " + java + " -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx16m -cp "
                + classes + " " + ChaosApp.class.getName() + " $SERVICE_PORT_" + service + "']";
    }

    public static void main(String[] args) throws IOException {
        if ("exit".equals(System.getenv("MODE"))) {
            System.err.println("told to fail");
            System.exit(3);
        }
        new ChaosApp().serve(Integer.parseInt(args[0]));
    }

    private void serve(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, 128, InetAddress.getByName("127.0.0.1"))) {
            System.out.println("listens on " + port);
            while (true) {
                try (Socket client = server.accept()) {
                    answer(client);
                } catch (IOException left) {
                    continue;
                }
            }
        }
    }

    private void answer(Socket client) throws IOException {
        client.setSoTimeout(PATIENCE_MILLIS);
        byte[] request = new byte[2048];
        int read = 0;
        while (read < request.length
                && !new String(request, 0, read, StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
            int more = client.getInputStream().read(request, read, request.length - read);
            if (more < 0) {
                return;
            }
            read += more;
        }
        String path = new String(request, 0, read, StandardCharsets.ISO_8859_1).split(" ", 3)[1];
        healthy = healthy && !path.equals("/break");
        boolean good = healthy || !path.equals("/health");
        String body = version + " " + ProcessHandle.current().pid();
        String head = "HTTP/1.1 " + (good ? "200 OK" : "500 Broken") + "\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n";
        client.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
        client.shutdownOutput();
        // The client closes first: else bytes that it still sends would turn the answer into a reset.
        client.getInputStream().readNBytes(1 << 16);
    }
}
