package dev.launcho.cli.client;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.ChangeJson;
import dev.launcho.cli.protocol.EventJson;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.PlanJson;
import dev.launcho.cli.protocol.ResourceJson;
import dev.launcho.cli.protocol.RevisionJson;
import dev.launcho.cli.protocol.StatusJson;
import dev.launcho.cli.protocol.WhyJson;
import dev.launcho.core.admin.EventView;
import dev.launcho.core.admin.HistoryOperations.Collected;
import dev.launcho.core.admin.HistoryOperations.RevisionText;
import dev.launcho.core.admin.Operations.Change;
import dev.launcho.core.admin.Operations.ResourceView;
import dev.launcho.core.admin.Operations.TargetText;
import dev.launcho.core.admin.PlanView;
import dev.launcho.core.admin.RevisionView;
import dev.launcho.core.admin.StatusView;
import dev.launcho.core.admin.WhyView;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Everything that can be asked of one server. Each call is a connection of its own. One thread. */
public final class AdminClient {
    /** The server fsyncs a large upload before it answers. */
    private static final Duration UPLOAD = Duration.ofMinutes(10);
    /** Several of the server's heartbeats. */
    private static final Duration ROLLOUT = Duration.ofSeconds(20);

    private final Login login;
    private final Http http;

    public AdminClient(Login login, String user, Consent consent) throws Failure {
        this(login, user, consent, Wire.PATIENCE);
    }

    /** @param patience for a connection */
    public AdminClient(Login login, String user, Consent consent, Duration patience) throws Failure {
        this.login = login;
        this.http = new Http(login, user, consent, patience);
    }

    /** As output names it. */
    public String server() {
        return login.label();
    }

    public StatusView status() throws Failure {
        return status(false);
    }

    /** @param all with the instances that are no more */
    public StatusView status(boolean all) throws Failure {
        return StatusJson.read(http.json(Request.of("GET", all ? "/v1/status?all=true" : "/v1/status")));
    }

    /** Oldest first. */
    public List<EventView> events(long after, int most) throws Failure {
        JsonObject json = http.json(Request.of("GET", "/v1/events?after=" + after + "&most=" + most));
        return Json.objects(json, "events", EventJson::read);
    }

    /** Events after a sequence number, a JSON object a line, and heartbeats. */
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
    public Change setTarget(String file, byte[] text, long expected, String message) throws Failure {
        String target = "/v1/target?file=" + segment(file) + "&expected=" + expected + "&message=" + segment(message);
        return ChangeJson.read(http.json(Request.of("PUT", target, text)));
    }

    public PlanView planTarget(String file, byte[] text) throws Failure {
        return PlanJson.read(http.json(Request.of("POST", "/v1/target/plan?file=" + segment(file), text)));
    }

    /** Newest first. */
    public List<RevisionView> history() throws Failure {
        return Json.objects(http.json(Request.of("GET", "/v1/revisions")), "revisions", RevisionJson::read);
    }

    public RevisionText revision(long number) throws Failure {
        return RevisionJson.readText(http.json(Request.of("GET", "/v1/revisions/" + number)));
    }

    /** @param revision empty for the last that went live before the current one */
    public PlanView planRollback(OptionalLong revision) throws Failure {
        return PlanJson.read(http.json(Request.of("POST", "/v1/rollback/plan" + query(revision))));
    }

    /** As {@link #planRollback}. */
    public Change rollback(OptionalLong revision, String message) throws Failure {
        String query = query(revision);
        String target = "/v1/rollback" + query + (query.isEmpty() ? "?" : "&") + "message=" + segment(message);
        return ChangeJson.read(http.json(Request.of("POST", target)));
    }

    private static String query(OptionalLong revision) {
        return revision.isPresent() ? "?revision=" + revision.getAsLong() : "";
    }

    public Change restart(String name) throws Failure {
        return ChangeJson.read(http.json(Request.of("POST", "/v1/processes/" + segment(name) + "/restart")));
    }

    public Change pause(String process) throws Failure {
        return process(process, "pause");
    }

    public Change resume(String process) throws Failure {
        return process(process, "resume");
    }

    public Change clearBackoff(String process) throws Failure {
        return process(process, "clear-backoff");
    }

    private Change process(String name, String what) throws Failure {
        return ChangeJson.read(http.json(Request.of("POST", "/v1/processes/" + segment(name) + "/" + what)));
    }

    /** @param name a process, an instance or the beginning of its name */
    public WhyView why(String name) throws Failure {
        return WhyJson.read(http.json(Request.of("GET", "/v1/why/" + segment(name))));
    }

    public void shutdown(boolean leaveRunning) throws Failure {
        http.json(Request.of("POST", "/v1/shutdown?leave-running=" + (leaveRunning ? 1 : 0)));
    }

    /** The lines of {@link dev.launcho.cli.protocol.RolloutJson}, after the first {@code seen} steps. */
    RolloutLines rollout(long revision, int seen) throws Failure {
        Request request =
                Request.of("GET", "/v1/rollouts/" + revision + "?seen=" + seen).withReadTimeout(ROLLOUT);
        return new RolloutLines(http.send(request), http);
    }

    /**
     * The new token; the old one is good no more.
     *
     * @param kind {@code admin} or {@code read-only}
     */
    public String rotateToken(String kind) throws Failure {
        return Json.string(http.json(Request.of("POST", "/v1/tokens/" + segment(kind) + "/rotate")), "token");
    }

    public List<ResourceView> resources() throws Failure {
        return Json.objects(http.json(Request.of("GET", "/v1/resources")), "resources", ResourceJson::read);
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

    /** @param bytes exactly {@code size} of them; not closed */
    public ResourceView upload(String name, long size, InputStream bytes) throws Failure {
        String target = "/v1/resources?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return ResourceJson.read(http.json(new Request("POST", target, size, bytes, UPLOAD)));
    }

    /** @return what that breaks, one line each */
    public List<String> removeResource(String id, boolean force) throws Failure {
        String target = "/v1/resources/" + segment(id) + (force ? "?force=1" : "");
        return Json.strings(http.json(Request.of("DELETE", target)), "broken");
    }

    /** @param dryRun only tells which would be removed */
    public Collected collectResources(boolean dryRun) throws Failure {
        JsonObject json = http.json(Request.of("POST", "/v1/resources/gc?dry-run=" + (dryRun ? 1 : 0)));
        return new Collected(Json.objects(json, "removed", ResourceJson::read), json.getInt("kept"));
    }

    public Download download(String id) throws Failure {
        return new Download(http.send(Request.of("GET", "/v1/resources/" + segment(id))), http);
    }

    public List<String> secretNames() throws Failure {
        return Json.strings(http.json(Request.of("GET", "/v1/secrets")), "secrets");
    }

    public String secret(String name) throws Failure {
        return Json.string(http.json(Request.of("GET", "/v1/secrets/" + segment(name))), "value");
    }

    public PlanView planSecret(String name, String value) throws Failure {
        byte[] body = value.getBytes(StandardCharsets.UTF_8);
        return PlanJson.read(http.json(Request.of("POST", "/v1/secrets/" + segment(name) + "/plan", body)));
    }

    /** @param message for the history; may be empty */
    public Change setSecret(String name, String value, String message) throws Failure {
        byte[] body = value.getBytes(StandardCharsets.UTF_8);
        String target = "/v1/secrets/" + segment(name) + "?message=" + segment(message);
        return ChangeJson.read(http.json(Request.of("PUT", target, body)));
    }

    public Change removeSecret(String name) throws Failure {
        return ChangeJson.read(http.json(Request.of("DELETE", "/v1/secrets/" + segment(name))));
    }

    LogFrames logs(Request request) throws Failure {
        return new LogFrames(http.send(request.withReadTimeout(ROLLOUT)), http);
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
