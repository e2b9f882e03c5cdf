package dev.launcho.core.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

/** A program for tests that listens on a loopback port, and answers {@code 200 OK} to whatever it is asked. */
public final class TinyApp {
    private TinyApp() {}

    /** Its command line; the address and port may be the shell's variables. */
    public static String command(String address, String port) {
        String classes = Path.of(TinyApp.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> words = List.of(
                java.toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xmx16m",
                "-cp",
                classes,
                TinyApp.class.getName(),
                address,
                port);
        return String.join(" ", words);
    }

    public static void main(String[] args) throws IOException {
        try (ServerSocket server = new ServerSocket(Integer.parseInt(args[1]), 50, InetAddress.getByName(args[0]))) {
            System.out.println("listens");
            while (true) {
                try (var client = server.accept()) {
                    client.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                                    .getBytes("US-ASCII"));
                    client.shutdownOutput();
                    client.setSoTimeout(1_000);
                    client.getInputStream().readNBytes(1 << 16);
                } catch (IOException left) {
                    continue;
                }
            }
        }
    }
}
