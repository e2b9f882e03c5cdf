package dev.launcho.cli.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the port of the next instance that is launched before that can listen on it, and answers everything with 200. */
final class Thief {
    private static final Pattern PORT = Pattern.compile("\"(?:web|side)\":([0-9]+)");
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nstranger";

    private final Path instances;
    private final Set<String> known;

    Thief(Path instances) throws IOException {
        this.instances = instances;
        this.known = new HashSet<>(names());
    }

    private Set<String> names() throws IOException {
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(instances, "*.json")) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    /** Looks out for a launch, and holds its port for a while. @return the port, or 0 if there was none to steal */
    int steal(long lookMillis, long holdMillis) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lookMillis);
        while (System.nanoTime() < deadline) {
            Set<String> fresh = names();
            fresh.removeAll(known);
            for (String name : fresh) {
                known.add(name);
                int port = port(instances.resolve(name));
                if (port > 0 && answer(port, holdMillis)) {
                    return port;
                }
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return 0;
    }

    private static int port(Path record) {
        try {
            Matcher port = PORT.matcher(Files.readString(record));
            return port.find() ? Integer.parseInt(port.group(1)) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    /** @return false if the instance was faster */
    private static boolean answer(int port, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"))) {
            server.setSoTimeout(50);
            while (System.nanoTime() < deadline) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
                    client.shutdownOutput();
                } catch (IOException nobody) {
                    continue;
                }
            }
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
