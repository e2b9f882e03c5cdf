package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.core.yaml.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP client that opens a connection for each request, and turns every answer but 2xx into a {@link Failure}.
 *
 * <p>It sends a body of more than 64 KiB only after the server has agreed to it ({@code Expect: 100-continue}).
 */
final class AdminHttp {
    private static final int WORTH_ASKING = 64 * 1024;
    private static final Duration AFTER_BROKEN_BODY = Duration.ofSeconds(2);

    private final Login login;
    private final TlsConnector wire;
    private final String user;
    private final ChangeConfirmation consent;

    /**
     * @param user the name of the author in the server's events
     * @param consent is asked for before a change
     * @param patience the longest wait for a connection
     */
    AdminHttp(Login login, String user, ChangeConfirmation consent, Duration patience) throws Failure {
        this.login = login;
        this.wire = new TlsConnector(login, patience);
        this.user = user;
        this.consent = consent;
    }

    /**
     * Sends a request and waits for the head of its answer. The caller closes the answer.
     *
     * @throws Failure {@link ExitCode#UNREACHABLE} if the request can't have changed anything;
     *     {@link ExitCode#UNKNOWN_OUTCOME} if it asks for a change, was sent whole, and no answer came
     */
    Response send(Request request) throws Failure {
        if (request.changes()) {
            consent.ask(login);
        }
        Socket socket = wire.open(request.readTimeout());
        Response response;
        try {
            response = exchange(socket, request);
        } catch (Failure e) {
            close(socket);
            throw e;
        }
        if (response.status() / 100 == 2) {
            return response;
        }
        try (response) {
            throw refused(request, response.status(), response.json());
        } catch (IOException e) {
            throw refused(request, response.status(), Json.object());
        }
    }

    JsonObject json(Request request) throws Failure {
        try (Response response = send(request)) {
            return response.json();
        } catch (IOException e) {
            throw lost(request, e, true);
        }
    }

    private Response exchange(Socket socket, Request request) throws Failure {
        boolean whole = false;
        try {
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
            whole = sendBody(request, out);
            if (!whole) {
                // The server may have said why before it stopped reading.
                socket.setSoTimeout((int) AFTER_BROKEN_BODY.toMillis());
            }
            return Response.read(socket, in, in.head(), bodiless);
        } catch (IOException e) {
            throw lost(request, e, whole);
        }
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

    /** @return false if the connection broke before the whole body was sent; the server does not act on a part */
    private static boolean sendBody(Request request, OutputStream out) throws Failure {
        byte[] buffer = new byte[64 * 1024];
        for (long left = request.length(); left > 0; ) {
            int count = readBody(request, buffer, left);
            try {
                out.write(buffer, 0, count);
            } catch (IOException broken) {
                return false;
            }
            left -= count;
        }
        return true;
    }

    /** Reads a part of the body to send; a failure here is one of the body's source, not of the connection. */
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

    private Failure refused(Request request, int status, JsonObject json) {
        JsonObject error = json.getObject("error", new JsonObject());
        List<String> lines = new ArrayList<>(Json.strings(error, "lines"));
        if (status == 401 && Json.string(error, "code").equals("expired")) {
            lines.add("it is in " + login.file()
                    + "; an admin makes another: launcho token revoke NAME, then launcho token create NAME");
            return new Failure(ExitCode.AUTH, lines);
        }
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
        if (status == 503) {
            return Failure.busy(lines);
        }
        boolean unknown = status == 504 && request.changes();
        return new Failure(
                unknown ? ExitCode.UNKNOWN_OUTCOME : exit(status),
                lines,
                RecordJson.list(Problem.class, error, "problems"));
    }

    private static ExitCode exit(int status) {
        return switch (status) {
            case 404 -> ExitCode.NOT_FOUND;
            case 409 -> ExitCode.CONFLICT;
            case 413, 422 -> ExitCode.INVALID;
            default -> ExitCode.FAILED;
        };
    }

    /** Returns the failure of a request that changes nothing and whose connection broke. */
    Failure broken(IOException cause) {
        return new Failure(
                ExitCode.UNREACHABLE,
                "the connection to " + login.address() + " broke: " + words(cause),
                "`launcho status` shows whether the server runs");
    }

    /** @param whole whether the server may have received the whole request */
    private Failure lost(Request request, IOException cause, boolean whole) {
        Optional<Failure> refused = wire.certificateRefused(cause);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (!request.changes()) {
            return broken(cause);
        }
        if (!whole) {
            return new Failure(
                    ExitCode.UNREACHABLE,
                    "the connection to " + login.address() + " broke before the request was sent: " + words(cause)
                            + "; nothing was changed",
                    "`launcho status` shows whether the server runs");
        }
        return new Failure(
                ExitCode.UNKNOWN_OUTCOME,
                "the connection to " + login.address() + " broke before the server answered: " + words(cause)
                        + "; the change may have been made, or may still be",
                "ask " + request.evidence() + " before you repeat the command");
    }

    private static String words(IOException cause) {
        return cause instanceof SocketTimeoutException ? "no answer in time" : String.valueOf(cause.getMessage());
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The caller throws the failure that came first.
        }
    }
}
