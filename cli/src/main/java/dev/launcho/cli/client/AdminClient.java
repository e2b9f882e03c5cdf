package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.ReceiverAnswer;
import dev.launcho.cli.protocol.ReceiverView;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.protocol.TokenView;
import dev.launcho.core.admin.AdminOperations.TargetText;
import dev.launcho.core.admin.HistoryOperations.Collected;
import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.WhyView;
import dev.launcho.core.event.ChangeResult;
import dev.launcho.core.event.Event;
import dev.launcho.core.intent.ChangePreview;
import dev.launcho.core.model.StoredResource;
import dev.launcho.core.text.QuotedText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** A client of one server's admin API. Each call uses a connection of its own. One thread. */
public final class AdminClient {
    /** The server fsyncs a large upload before it answers. */
    private static final Duration UPLOAD = Duration.ofMinutes(10);
    /** The read timeout of a stream: several of the server's heartbeats. */
    private static final Duration ROLLOUT = Duration.ofSeconds(20);

    private static final String HISTORY = "`launcho history`";
    private static final String EVENTS = "`launcho events`";
    private static final String RESOURCES = "`launcho resource ls`";

    private final Login login;
    private final AdminHttp http;

    public AdminClient(Login login, String user, ChangeConfirmation consent) throws Failure {
        this(login, user, consent, TlsConnector.PATIENCE);
    }

    /** @param patience the longest wait for a connection */
    public AdminClient(Login login, String user, ChangeConfirmation consent, Duration patience) throws Failure {
        this.login = login;
        this.http = new AdminHttp(login, user, consent, patience);
    }

    /** Returns the name of the server in output. */
    public String server() {
        return login.label();
    }

    public StatusView status() throws Failure {
        return status(false);
    }

    /** @param all whether to include instances that have ended */
    public StatusView status(boolean all) throws Failure {
        return RecordJson.read(
                StatusView.class, http.json(Request.of("GET", all ? "/v1/status?all=true" : "/v1/status")));
    }

    /** Returns the newest {@code most} events after a sequence number, oldest first. */
    public List<Event> events(long after, int most) throws Failure {
        JsonObject json = http.json(Request.of("GET", "/v1/events?after=" + after + "&most=" + most));
        return RecordJson.list(Event.class, json, "events");
    }

    /** Streams the events after a sequence number, one JSON object a line, with heartbeats. */
    RolloutLines watch(long after) throws Failure {
        Request request =
                Request.of("GET", "/v1/events?watch=true&after=" + after).withReadTimeout(ROLLOUT);
        return new RolloutLines(http.send(request), http);
    }

    public TargetText target() throws Failure {
        JsonObject json = http.json(Request.of("GET", "/v1/target"));
        return new TargetText(json.getLong("revision"), Json.string(json, "text"));
    }

    /**
     * @param file as the user named it, for the server's messages
     * @param expected the revision that the text was made from, or that a plan was made for
     * @param message for the history; may be empty
     */
    public ChangeResult setTarget(String file, byte[] text, long expected, String message) throws Failure {
        String target = "/v1/target?file=" + segment(file) + "&expected=" + expected + "&message=" + segment(message);
        return RecordJson.read(
                ChangeResult.class, http.json(Request.of("PUT", target, text).shownBy(HISTORY)));
    }

    public ChangePreview planTarget(String file, byte[] text) throws Failure {
        return RecordJson.read(
                ChangePreview.class, http.json(Request.of("POST", "/v1/target/plan?file=" + segment(file), text)));
    }

    /** Returns the revisions that are kept, newest first. */
    public List<RevisionView> history() throws Failure {
        return RecordJson.list(RevisionView.class, http.json(Request.of("GET", "/v1/revisions")), "revisions");
    }

    public RevisionText revision(long number) throws Failure {
        return RecordJson.read(RevisionText.class, http.json(Request.of("GET", "/v1/revisions/" + number)));
    }

    /** @param revision empty for the last revision that went live before the current one */
    public ChangePreview planRollback(OptionalLong revision) throws Failure {
        return RecordJson.read(
                ChangePreview.class, http.json(Request.of("POST", "/v1/rollback/plan" + query(revision))));
    }

    /**
     * Carries out {@link #planRollback}.
     *
     * @param expected the revision that the plan was made for
     */
    public ChangeResult rollback(OptionalLong revision, long expected, String message) throws Failure {
        String query = query(revision);
        String target = "/v1/rollback" + query + (query.isEmpty() ? "?" : "&") + "expected=" + expected + "&message="
                + segment(message);
        return RecordJson.read(
                ChangeResult.class, http.json(Request.of("POST", target).shownBy(HISTORY)));
    }

    private static String query(OptionalLong revision) {
        return revision.isPresent() ? "?revision=" + revision.getAsLong() : "";
    }

    public ChangeResult restart(String name) throws Failure {
        return process(name, "restart");
    }

    public ChangeResult pause(String process) throws Failure {
        return process(process, "pause");
    }

    public ChangeResult resume(String process) throws Failure {
        return process(process, "resume");
    }

    public ChangeResult clearBackoff(String process) throws Failure {
        return process(process, "clear-backoff");
    }

    private ChangeResult process(String name, String what) throws Failure {
        return RecordJson.read(
                ChangeResult.class,
                http.json(Request.of("POST", "/v1/processes/" + segment(name) + "/" + what)
                        .shownBy(EVENTS)));
    }

    /** @param name a process, an instance, or the beginning of an instance's name */
    public WhyView why(String name) throws Failure {
        return RecordJson.read(WhyView.class, http.json(Request.of("GET", "/v1/why/" + segment(name))));
    }

    public void shutdown(boolean leaveRunning) throws Failure {
        http.json(Request.of("POST", "/v1/shutdown?leave-running=" + (leaveRunning ? 1 : 0))
                .shownBy("`launcho status`"));
    }

    /**
     * Streams a rollout without its first {@code seen} steps. A step is a line with {@code message}, and a heartbeat is a line
     * with only {@code at}. The last line has {@code outcome}.
     */
    RolloutLines rollout(long revision, int seen) throws Failure {
        Request request =
                Request.of("GET", "/v1/rollouts/" + revision + "?seen=" + seen).withReadTimeout(ROLLOUT);
        return new RolloutLines(http.send(request), http);
    }

    /**
     * Replaces a built-in token, which becomes invalid.
     *
     * @param kind {@code admin} or {@code read-only}
     * @param alsoMade whether to revoke the tokens that were made with it, too
     */
    public Rotation rotateToken(String kind, boolean alsoMade) throws Failure {
        JsonObject json =
                http.json(Request.of("POST", "/v1/tokens/" + segment(kind) + "/rotate" + (alsoMade ? "?made=1" : ""))
                        .shownBy("`launcho print-auth` on the server, which prints the token that is good,"));
        return new Rotation(token(json), MadeTokens.read(json));
    }

    /** @param token the new one */
    public record Rotation(String token, MadeTokens made) {}

    /** Returns a code for one login to the server's web page. */
    public String loginLink() throws Failure {
        JsonObject json = http.json(Request.of("POST", "/v1/session/link"));
        return ServerText.code(Json.string(json, "code"), login.address().toString());
    }

    public List<TokenView> tokens() throws Failure {
        return RecordJson.list(TokenView.class, http.json(Request.of("GET", "/v1/tokens")), "tokens");
    }

    /**
     * Makes a token with a name.
     *
     * @param role {@code read} or {@code admin}
     * @param expires {@code 90d}, {@code 2027-01-31}, {@code never}
     */
    public NewToken createToken(String name, String role, String expires) throws Failure {
        String target = "/v1/tokens/" + segment(name) + "?role=" + segment(role) + "&expires=" + segment(expires);
        JsonObject json = http.json(Request.of("POST", target).shownBy("`launcho token ls`"));
        return new NewToken(
                name,
                QuotedText.bare(Json.string(json, "role")),
                QuotedText.bare(Json.string(json, "expires")),
                token(json));
    }

    private String token(JsonObject json) throws Failure {
        return ServerText.token(Json.string(json, "token"), login.address().toString());
    }

    /** @param expires empty if the token never expires; {@code token} can be shown only this once */
    public record NewToken(String name, String role, String expires, String token) {}

    /** @param alsoMade whether to revoke the tokens that were made with it, too */
    public MadeTokens revokeToken(String name, boolean alsoMade) throws Failure {
        return MadeTokens.read(
                http.json(Request.of("DELETE", "/v1/tokens/" + segment(name) + (alsoMade ? "?made=1" : ""))
                        .shownBy("`launcho token ls`")));
    }

    /** Returns the receivers of messages; none of a server that knows no receivers. */
    public List<ReceiverView> receivers() throws Failure {
        try {
            return RecordJson.list(ReceiverView.class, http.json(Request.of("GET", "/v1/notify")), "receivers");
        } catch (Failure e) {
            if (e.exit() == ExitCode.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** Sends a test message. @param number of the receiver, from 1; 0 for all */
    public List<ReceiverAnswer> testReceivers(int number) throws Failure {
        return RecordJson.list(
                ReceiverAnswer.class, http.json(Request.of("POST", "/v1/notify/test?receiver=" + number)), "answers");
    }

    public List<StoredResource> resources() throws Failure {
        return RecordJson.list(StoredResource.class, http.json(Request.of("GET", "/v1/resources")), "resources");
    }

    public boolean hasResource(String id) throws Failure {
        try (Response response = http.send(Request.of("HEAD", "/v1/resources/" + segment(id)))) {
            return response.status() == 200;
        } catch (IOException e) {
            throw http.broken(e);
        } catch (Failure e) {
            if (e.exit() == ExitCode.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** @param bytes {@code size} bytes are read from it; it is not closed */
    public StoredResource upload(String name, long size, InputStream bytes) throws Failure {
        String target = "/v1/resources?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return RecordJson.read(
                StoredResource.class,
                http.json(Request.of("POST", target)
                        .withBody(size, bytes)
                        .withReadTimeout(UPLOAD)
                        .shownBy(RESOURCES)));
    }

    /** @return what the removal breaks, one line for each thing */
    public List<String> removeResource(String id, boolean force) throws Failure {
        String target = "/v1/resources/" + segment(id) + (force ? "?force=1" : "");
        return Json.strings(http.json(Request.of("DELETE", target).shownBy(RESOURCES)), "broken");
    }

    /** @param dryRun whether only to list what would be removed */
    public Collected collectResources(boolean dryRun) throws Failure {
        Request request = Request.of("POST", "/v1/resources/gc?dry-run=" + (dryRun ? 1 : 0));
        return RecordJson.read(Collected.class, http.json(request.shownBy(dryRun ? "" : RESOURCES)));
    }

    public ResponseDownload download(String id) throws Failure {
        return new ResponseDownload(http.send(Request.of("GET", "/v1/resources/" + segment(id))), http);
    }

    public List<String> secretNames() throws Failure {
        return Json.strings(http.json(Request.of("GET", "/v1/secrets")), "secrets");
    }

    public String secret(String name) throws Failure {
        return Json.string(http.json(Request.of("GET", "/v1/secrets/" + segment(name))), "value");
    }

    public ChangePreview planSecret(String name, String value) throws Failure {
        byte[] body = value.getBytes(StandardCharsets.UTF_8);
        return RecordJson.read(
                ChangePreview.class, http.json(Request.of("POST", "/v1/secrets/" + segment(name) + "/plan", body)));
    }

    /**
     * @param expected the revision that the plan was made for
     * @param message for the history; may be empty
     */
    public ChangeResult setSecret(String name, String value, long expected, String message) throws Failure {
        byte[] body = value.getBytes(StandardCharsets.UTF_8);
        String target = "/v1/secrets/" + segment(name) + "?expected=" + expected + "&message=" + segment(message);
        return RecordJson.read(
                ChangeResult.class, http.json(Request.of("PUT", target, body).shownBy(HISTORY + " and " + EVENTS)));
    }

    public ChangeResult removeSecret(String name) throws Failure {
        return RecordJson.read(
                ChangeResult.class,
                http.json(Request.of("DELETE", "/v1/secrets/" + segment(name)).shownBy("`launcho secret ls`")));
    }

    LogFrames logs(Request request) throws Failure {
        return new LogFrames(http.send(request.withReadTimeout(ROLLOUT)), http);
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
