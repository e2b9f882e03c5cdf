package dev.launcho.cli.server.http;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** One request and its answer, as a {@link Handler} sees them. Used by one worker. */
public final class Exchange {
    /** How long a client may neither send nor take anything. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Connection connection;
    private final RequestBody body;
    private final String id;
    private final Map<String, String> parameters;
    private final Map<String, List<String>> query;
    private final String user;
    private final String from;
    private boolean answered;

    Exchange(
            Connection connection,
            RequestBody body,
            String id,
            Map<String, String> parameters,
            Map<String, List<String>> query,
            String user,
            String from) {
        this.connection = connection;
        this.body = body;
        this.id = id;
        this.parameters = parameters;
        this.query = query;
        this.user = user;
        this.from = from;
    }

    /** A segment of the path, decoded. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** The first value of a query parameter, or {@code absent}. */
    public String query(String name, String absent) {
        return query.getOrDefault(name, List.of(absent)).get(0);
    }

    /** Every value of a query parameter, in order. */
    public List<String> queries(String name) {
        return query.getOrDefault(name, List.of());
    }

    public long query(String name, long absent) throws HttpError {
        String text = query(name, Long.toString(absent));
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw HttpError.badRequest("query parameter " + name + ": \"" + text + "\" is not a number");
        }
    }

    /** The request's, as the answer's {@code X-Request-Id} has it. */
    String id() {
        return id;
    }

    /** As the client calls itself; at most 100 printable characters. */
    public String user() {
        return user;
    }

    /** The address that the request came from. */
    public String from() {
        return from;
    }

    /** Of any length. The connection closes it. */
    public InputStream body() {
        return body;
    }

    /** The whole body as UTF-8. */
    public String bodyText(int largest) throws HttpError, IOException {
        byte[] bytes = body.readNBytes(largest + 1);
        if (bytes.length > largest) {
            throw new HttpError(413, "too_large", "the body is larger than " + largest + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw HttpError.badRequest("the body is not valid UTF-8");
        }
    }

    public void json(JsonObject json) throws IOException {
        json(200, json);
    }

    void json(int status, JsonObject json) throws IOException {
        byte[] bytes = (Json.line(json) + "\n").getBytes(StandardCharsets.UTF_8);
        stream(status, Heads.JSON, OptionalLong.of(bytes.length), PATIENCE).write(bytes);
    }

    /** Headers only, as for HEAD. */
    public void head(String type, long length) throws IOException {
        stream(200, type, OptionalLong.of(length), PATIENCE);
    }

    /** Answers with {@code length} bytes. Closes nothing. */
    public void send(String type, long length, InputStream bytes) throws IOException {
        copy(bytes, stream(200, type, OptionalLong.of(length), PATIENCE));
    }

    /**
     * An answer that goes on as long as the handler likes. Each write goes out at once.
     *
     * @param patience how long the client may take nothing: a person may read a log slowly
     */
    public OutputStream stream(String type, Duration patience) throws IOException {
        return stream(200, type, OptionalLong.empty(), patience);
    }

    /** As {@link #stream}, of what {@code bytes} gives, as it comes, until it ends. Closes nothing. */
    public void stream(String type, Duration patience, InputStream bytes) throws IOException {
        copy(bytes, stream(type, patience));
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[ResponseBody.LARGEST];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
        }
    }

    private OutputStream stream(int status, String type, OptionalLong length, Duration patience) throws IOException {
        if (answered) {
            throw new IllegalStateException("answered twice");
        }
        answered = true;
        connection.sendHead(status, type, length, body.ended());
        return new ResponseBody(connection.channel(), patience);
    }

    /** Whether status and headers are out. */
    boolean answered() {
        return answered;
    }

    /** Whether nobody waits for the answer any more. */
    public boolean gone() {
        return !connection.channel().isActive();
    }

    /** Runs {@code action} (on a thread that may block) when the client leaves before the answer is complete. */
    public void onGone(Runnable action) {
        connection.onGone(action);
    }
}
