package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends requests, a connection each, and turns every answer but a good one into a {@link Failure}.
 *
 * <p>A body that is worth it is only sent once the server has said that it wants it ({@code Expect: 100-continue}).
 */
final class Http {
    private static final int WORTH_ASKING = 64 * 1024;
    private static final Duration AFTER_BROKEN_BODY = Duration.ofSeconds(2);

    private final Login login;
    private final Wire wire;
    private final String user;
    private final Consent consent;

    /**
     * @param user as the server's events will name who did it
     * @param consent is asked before something is changed
     * @param patience for a connection
     */
    Http(Login login, String user, Consent consent, Duration patience) throws Failure {
        this.login = login;
        this.wire = new Wire(login, patience);
        this.user = user;
        this.consent = consent;
    }

    /** The caller closes. */
    Response send(Request request) throws Failure {
        if (request.changes()) {
            consent.ask(login);
        }
        Socket socket = wire.open(request.readTimeout());
        Response response;
        try {
            response = exchange(socket, request);
        } catch (IOException e) {
            close(socket);
            throw broken(e);
        } catch (Failure e) {
            close(socket);
            throw e;
        }
        if (response.status() / 100 == 2) {
            return response;
        }
        try (response) {
            throw refused(response.status(), response.json());
        } catch (IOException e) {
            throw refused(response.status(), Json.object());
        }
    }

    JsonObject json(Request request) throws Failure {
        try (Response response = send(request)) {
            return response.json();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private Response exchange(Socket socket, Request request) throws IOException, Failure {
        boolean ask = request.length() > WORTH_ASKING;
        OutputStream out = socket.getOutputStream();
        HeadReader in = new HeadReader(socket.getInputStream());
        boolean bodiless = request.method().equals("HEAD");
        out.write(head(request, ask));
        if (ask) {
            HeadReader.Head first = in.head();
            if (first.status() != 100) {
                return Response.read(socket, in, first, bodiless);
            }
        }
        try {
            sendBody(request, out);
        } catch (IOException e) {
            // The server may have said why before it stopped reading.
            socket.setSoTimeout((int) AFTER_BROKEN_BODY.toMillis());
        }
        return Response.read(socket, in, in.head(), bodiless);
    }

    private byte[] head(Request request, boolean ask) {
        StringBuilder head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\n")
                .append("Host: ")
                .append(login.address())
                .append("\r\n")
                .append("Authorization: Bearer ")
                .append(login.auth().token())
                .append("\r\n")
                .append("X-Launcho-User: ")
                .append(user)
                .append("\r\n")
                .append("Connection: close\r\n");
        if (request.length() > 0 || !List.of("GET", "HEAD", "DELETE").contains(request.method())) {
            head.append("Content-Length: ").append(request.length()).append("\r\n");
        }
        if (ask) {
            head.append("Expect: 100-continue\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void sendBody(Request request, OutputStream out) throws IOException, Failure {
        byte[] buffer = new byte[64 * 1024];
        for (long left = request.length(); left > 0; ) {
            int count = readBody(request, buffer, left);
            out.write(buffer, 0, count);
            left -= count;
        }
        out.flush();
    }

    /** What fails here is not the connection. */
    private static int readBody(Request request, byte[] buffer, long left) throws Failure {
        int count;
        try {
            count = request.body().read(buffer, 0, (int) Math.min(buffer.length, left));
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "reading what was to be sent failed: " + e.getMessage());
        }
        if (count < 0) {
            throw new Failure(ExitCode.FAILED, "the file became shorter while it was sent, nothing was stored");
        }
        return count;
    }

    private Failure refused(int status, JsonObject json) {
        JsonObject error = json.getObject("error", new JsonObject());
        List<String> lines = new ArrayList<>(Json.strings(error, "lines"));
        if (status == 401) {
            return new Failure(
                    ExitCode.AUTH,
                    login.address() + " does not accept the token in " + login.file(),
                    "run `launcho print-auth` on the server and replace the file");
        }
        if (status == 403) {
            lines.add("it comes from " + login.file() + "; `launcho print-auth` on the server prints the admin token");
            return new Failure(ExitCode.AUTH, lines);
        }
        if (lines.isEmpty()) {
            lines.add(login.address() + " answered with status " + status);
        }
        return new Failure(exit(status), lines);
    }

    private static ExitCode exit(int status) {
        return switch (status) {
            case 404 -> ExitCode.NOT_FOUND;
            case 409 -> ExitCode.CONFLICT;
            case 413, 422 -> ExitCode.INVALID;
            default -> ExitCode.FAILED;
        };
    }

    Failure broken(IOException cause) {
        return new Failure(
                ExitCode.UNREACHABLE,
                "the connection to " + login.address() + " broke: " + cause.getMessage(),
                "`launcho status` tells whether the server is still there");
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // What broke it is thrown.
        }
    }
}
