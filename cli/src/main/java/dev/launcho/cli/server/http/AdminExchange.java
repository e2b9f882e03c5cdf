package dev.launcho.cli.server.http;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.quota.ClientKey;
import dev.launcho.cli.server.wire.BrowserHeaders;
import dev.launcho.cli.server.wire.PacedBody;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.model.SecretVisibility;
import dev.launcho.core.text.QuotedText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** One request and its answer, as a {@link RequestHandler} sees them. Used by one worker. */
public final class AdminExchange {
    /** How long a client may send nothing, or take nothing. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The longest message of a change, in characters. */
    private static final int LONGEST_MESSAGE = 200;

    private final ActiveRequest request;
    private final RequestBody body;
    private final Map<String, String> parameters;
    private final Map<String, List<String>> query;
    private final String method;
    private final String accept;
    private final BrowserHeaders browser;
    private final RequestCaller caller;
    private final RequestTask.Recheck recheck;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private boolean answered;
    private boolean handedOver;

    AdminExchange(
            ActiveRequest request,
            Map<String, String> parameters,
            RequestHead head,
            RequestCaller caller,
            RequestTask.Recheck recheck) {
        this.request = request;
        this.body = request.body();
        this.parameters = parameters;
        this.query = head.query();
        this.method = head.method();
        this.accept = head.accept();
        this.browser = head.browser();
        this.caller = caller;
        this.recheck = recheck;
    }

    /** Returns whether the answer is to have headers only. */
    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** Returns a segment of the path, decoded. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Returns the first value of a query parameter, or {@code absent}. */
    public String query(String name, String absent) {
        return query.getOrDefault(name, List.of(absent)).get(0);
    }

    /** Returns every value of a query parameter, in order. */
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

    /** Returns the content types that the client wants, as in the header Accept; may be empty. */
    public String accept() {
        return accept;
    }

    /** Returns what a browser says of itself. */
    public BrowserHeaders browser() {
        return browser;
    }

    /** Returns the id of the page's session that the request came with; empty if it came with a token. */
    public String session() {
        return caller.admission().session();
    }

    /** Adds a header to the answer, also to an error. It replaces one that every answer has. */
    public void setHeader(String name, String value) {
        headers.put(name, value);
    }

    /** Returns the id of the request, which the answer has in {@code X-Request-Id}. */
    String id() {
        return request.id();
    }

    /**
     * Returns the user name that the client gives, at most 100 printable characters without blanks. The name of a token that a
     * user has made follows, as in {@code ana@laptop (token ci)}.
     */
    public String user() {
        return caller.user();
    }

    /** Returns the name of the token that the request came with. */
    public String token() {
        return caller.admission().token();
    }

    /**
     * Returns whether the request would be admitted now: its token may have been revoked or replaced meanwhile, or the window
     * of its page closed.
     */
    public boolean isStillAdmitted() {
        return recheck.passes();
    }

    /** Returns whether the token is one that may change something. */
    public boolean isAdmin() {
        return caller.admission().access() == RequestAuthenticator.Access.CHANGE;
    }

    /** Returns which secrets the answer may contain. A page gets none. */
    public SecretVisibility clearance() {
        return isAdmin() && !caller.admission().isOfPage() ? SecretVisibility.ALL : SecretVisibility.NO_SECRETS;
    }

    /** Returns the client, for limits. */
    public ClientKey client() {
        return caller.key();
    }

    /** Returns the address that the request came from. */
    public String from() {
        return caller.from();
    }

    /** Returns the address that the request came from. */
    public InetAddress address() {
        return ((InetSocketAddress) request.channel().remoteAddress()).getAddress();
    }

    /** Returns the author of the change that the request makes, with the message from its query. */
    public ChangeAuthor author() throws HttpError {
        String message = query("message", "").strip();
        if (message.codePointCount(0, message.length()) > LONGEST_MESSAGE) {
            throw HttpError.badRequest("query parameter message: more than " + LONGEST_MESSAGE + " characters");
        }
        return new ChangeAuthor(user(), from(), QuotedText.clean(message.replaceAll("\\s", " ")));
    }

    /** Returns the body, of any length. The connection closes it. */
    public InputStream body() {
        return body;
    }

    /** Returns the whole body, decoded as UTF-8. @param largest in bytes */
    public String bodyText(int largest) throws HttpError, IOException {
        byte[] bytes = body.readNBytes(largest + 1);
        if (bytes.length > largest) {
            throw tooLarge(largest);
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

    static HttpError tooLarge(int largest) {
        return new HttpError(413, "too_large", "the body is larger than " + largest + " bytes");
    }

    public void json(JsonObject json) throws IOException {
        json(200, json);
    }

    void json(int status, JsonObject json) throws IOException {
        byte[] bytes = (Json.line(json) + "\n").getBytes(StandardCharsets.UTF_8);
        stream(status, ResponseHeads.JSON, OptionalLong.of(bytes.length), PATIENCE)
                .write(bytes);
    }

    /** Answers with headers only, as HEAD needs. */
    public void head(String type, long length) throws IOException {
        stream(200, type, OptionalLong.of(length), PATIENCE);
    }

    /** Answers with {@code length} bytes. Closes nothing. */
    public void send(String type, long length, InputStream bytes) throws IOException {
        copy(bytes, stream(200, type, OptionalLong.of(length), PATIENCE));
    }

    /**
     * Starts an answer of any length. Each write is sent at once.
     *
     * @param patience how long the client may take nothing: a person may read a log slowly
     */
    public OutputStream stream(String type, Duration patience) throws IOException {
        return stream(200, type, OptionalLong.empty(), patience);
    }

    /** Answers with {@code bytes} as they come, until they end. Closes nothing. */
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
        request.sendHead(status, type, length, headers, body.ended());
        return new ResponseBody(request.channel(), patience);
    }

    /** Answers that the client has the newest version already. @param length of that */
    public void notModified(String type, long length) throws IOException {
        stream(304, type, OptionalLong.of(length), PATIENCE);
    }

    /**
     * Answers with what a source has. The event loop sends it, and the handler's worker is free when the handler returns.
     *
     * @param length in bytes; empty if it is not known
     * @param patience how long the client may take nothing
     */
    public PacedBody push(String type, OptionalLong length, Duration patience, PacedBody.Source source) {
        handOver();
        request.sendHead(200, type, length, headers, body.ended());
        PacedBody pushed = new PacedBody(request.channel(), source, patience, () -> request.answered(true));
        pushed.wake();
        return pushed;
    }

    /** Refuses the request later. For handlers of {@link RequestWorkload#INSTANT} only. */
    public void refuseAfter(Duration delay, HttpError error) {
        handOver();
        request.refuseAfter(delay, error);
    }

    private void handOver() {
        if (answered) {
            throw new IllegalStateException("answered twice");
        }
        answered = true;
        handedOver = true;
    }

    /** Returns whether the answer ends later than its handler. */
    boolean isHandedOver() {
        return handedOver;
    }

    /** Returns whether status and headers have been sent. */
    boolean answered() {
        return answered;
    }

    /** Returns whether the body is malformed, so that no part of it may be used. */
    boolean bodyIsMalformed() {
        return body.isMalformed();
    }

    /** Returns whether the client has left. */
    public boolean gone() {
        return !request.channel().isActive();
    }

    /** Runs {@code action} (on a thread that may block) when the client leaves before the answer is complete. */
    public void onGone(Runnable action) {
        request.onGone(action);
    }
}
