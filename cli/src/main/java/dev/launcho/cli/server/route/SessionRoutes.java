package dev.launcho.cli.server.route;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.auth.LoginLinks;
import dev.launcho.cli.server.auth.LoginPace;
import dev.launcho.cli.server.auth.PageLogin;
import dev.launcho.cli.server.auth.PageSessions;
import dev.launcho.cli.server.auth.SessionSecrets;
import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.cli.server.http.RequestAuthenticator.Access;
import dev.launcho.cli.server.http.RequestAuthenticator.Admission;
import dev.launcho.cli.server.wire.BrowserHeaders;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.event.UserAction.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The handlers for sessions of the web page: login, logout, links to log in, and the window for changes. */
public final class SessionRoutes {
    /** The largest body, in bytes: a token or a code has 64 characters. */
    static final int LONGEST = 1024;

    private static final String COOKIE = BrowserHeaders.COOKIE + "=";
    private static final String COOKIE_RULES = "; HttpOnly; Secure; SameSite=Strict; Path=/";

    private final PageLogin login;
    private final LoginLinks links;
    private final PageSessions sessions;
    private final LoginPace recorded = new LoginPace(System::nanoTime);
    private final Consumer<ServerEvent.Acted> audit;
    private final String fingerprint;
    private final String version;

    /**
     * @param audit records who logged in, and who allowed changes; must not block
     * @param fingerprint of the server's certificate
     * @param version of the server
     */
    public SessionRoutes(
            PageLogin login,
            LoginLinks links,
            PageSessions sessions,
            Consumer<ServerEvent.Acted> audit,
            String fingerprint,
            String version) {
        this.login = login;
        this.links = links;
        this.sessions = sessions;
        this.audit = audit;
        this.fingerprint = fingerprint;
        this.version = version;
    }

    /** Begins a session. On the event loop. */
    void begin(AdminExchange exchange) throws HttpError, IOException {
        if (exchange.browser().isOfOtherSite()) {
            throw new HttpError(403, "other_origin", "a page of another site can't log in here");
        }
        JsonObject given = body(exchange);
        String token = Json.string(given, "token");
        String link = Json.string(given, "link");
        if (token.isEmpty() == link.isEmpty()) {
            throw HttpError.badRequest("the body has to be {\"token\":\"...\"} or {\"link\":\"...\"}");
        }
        String cookie = exchange.browser().session();
        PageLogin.Outcome outcome = token.isEmpty()
                ? login.byLink(link, cookie, exchange.address())
                : login.byToken(token, cookie, exchange.address());
        Admission admission = outcome.admission();
        if (outcome.secrets().isEmpty()) {
            HttpError refusal = new HttpError(
                    401, admission.refusal().code(), admission.refusal().why());
            exchange.refuseAfter(Duration.ofMillis(admission.delayMillis()), refusal);
            return;
        }
        SessionSecrets secrets = outcome.secrets().get();
        if (recorded.records(admission.token(), exchange.address())) {
            audit(exchange, admission.pageUser(), Operation.LOGGED_IN);
        }
        exchange.setHeader("set-cookie", COOKIE + secrets.cookie() + COOKIE_RULES);
        JsonObject json = json(admission.access() == Access.CHANGE, admission.token());
        json.put("page_key", secrets.pageKey());
        exchange.json(json);
    }

    private void audit(AdminExchange exchange, String user, Operation operation) {
        audit.accept(new ServerEvent.Acted(user, exchange.from(), UserAction.of(operation, ""), "", false));
    }

    private static JsonObject body(AdminExchange exchange) throws HttpError, IOException {
        try {
            return Json.parse(exchange.bodyText(LONGEST));
        } catch (IllegalArgumentException e) {
            throw HttpError.badRequest("the body is no JSON object");
        }
    }

    private JsonObject json(boolean admin, String name) {
        return Json.object(
                "role", admin ? "admin" : "read-only", "name", name, "fingerprint", fingerprint, "version", version);
    }

    void show(AdminExchange exchange) throws IOException {
        JsonObject json = json(exchange.isAdmin(), exchange.token());
        exchange.json(withWindow(json, sessions.window(exchange.session())));
    }

    private static JsonObject withWindow(JsonObject json, Optional<Instant> end) {
        json.put("changes_until", end.map(Instant::toString).orElse(null));
        return json;
    }

    void end(AdminExchange exchange) throws IOException {
        boolean ended = sessions.end(exchange.session());
        exchange.setHeader("set-cookie", COOKIE + COOKIE_RULES + "; Max-Age=0");
        try {
            exchange.json(Json.object("ended", ended));
        } finally {
            sessions.cut(exchange.session());
        }
    }

    /** Makes a code to log in with. Not for pages: the session would outlive itself in another one. */
    void link(AdminExchange exchange) throws HttpError, IOException {
        String code = links.make(exchange.token(), exchange::isStillAdmitted);
        exchange.json(Json.object("code", code, "seconds", LoginLinks.GOOD.toSeconds(), "fingerprint", fingerprint));
    }

    /** Opens or closes the window in which a page may change something. A request with a token needs none. */
    void changes(AdminExchange exchange) throws HttpError, IOException {
        JsonObject given = body(exchange);
        if (!(given.get("allow") instanceof Boolean allow)) {
            throw HttpError.badRequest("the body has to be {\"allow\":true} or {\"allow\":false}");
        }
        Optional<Instant> end = sessions.allow(exchange.session(), allow);
        if (end.isPresent()) {
            audit(exchange, exchange.user(), Operation.CHANGES_ALLOWED);
        }
        exchange.json(withWindow(new JsonObject(), end));
    }
}
