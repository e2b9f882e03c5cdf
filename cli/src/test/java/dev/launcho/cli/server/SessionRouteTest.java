package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.fuzz.Answer;
import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.CertificateFingerprint;
import dev.launcho.cli.protocol.Json;
import dev.launcho.core.event.ChangeAuthor;
import dev.launcho.core.model.SecretVisibility;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of the page, over TLS: what they may do, and what they must not. */
@Tag("attack")
class SessionRouteTest {
    private static final String PAUSE = "POST /v1/processes/web/pause";

    @TempDir
    Path directory;

    private FakeServer server;
    private Auth auth;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory);
        auth = AuthFile.read(server.home().serverAuth());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private BrowserClient admin() throws Exception {
        return BrowserClient.loggedIn(server.port(), auth.token());
    }

    private BrowserClient reader() throws Exception {
        return BrowserClient.loggedIn(server.port(), auth.readOnlyToken());
    }

    private BrowserClient stranger() {
        return new BrowserClient(server.port());
    }

    private Answer withToken(String line, String token) throws Exception {
        return stranger().send(line, "Authorization: Bearer " + token + "~", "");
    }

    private String made(String name, String role) throws Exception {
        return Json.string(
                BrowserClient.json(withToken("POST /v1/tokens/" + name + "?role=" + role, auth.token())), "token");
    }

    @Test
    void login_withTheAdminToken_givesACookieThatOnlyThisServerGets() throws Exception {
        Answer answer = stranger().login("token", auth.token());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(BrowserClient.header(answer, "set-cookie"))
                .matches("__Host-launcho-session=[0-9a-f]{64}; HttpOnly; Secure; SameSite=Strict; Path=/");
        assertThat(BrowserClient.json(answer))
                .containsEntry("role", "admin")
                .containsEntry("name", "admin")
                .containsEntry("fingerprint", CertificateFingerprint.of(auth.cert()))
                .containsEntry("version", "dev");
        assertThat(answer.body()).doesNotContain(auth.token());
    }

    @Test
    void session_ofAReader_readsAndChangesNothing() throws Exception {
        BrowserClient reader = reader();

        assertThat(reader.get("/v1/status").status()).isEqualTo(200);
        Answer shown = reader.get("/v1/session");
        assertThat(BrowserClient.json(shown))
                .containsEntry("role", "read-only")
                .containsEntry("name", "read-only")
                .containsEntry("changes_until", null);
        assertThat(reader.get("/v1/tokens").status()).isEqualTo(403);
        assertThat(reader.change(PAUSE, "").status()).isEqualTo(403);
        Answer refused = reader.allowChanges();
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("read-only");
        assertThat(server.operations().authors()).isEmpty();
    }

    @Test
    void change_inTheWindow_isMadeByWeb() throws Exception {
        BrowserClient admin = admin();
        Instant before = Instant.now();

        Answer allowed = admin.allowChanges();
        assertThat(allowed.status()).as(allowed.body()).isEqualTo(200);
        Instant until = Json.instant(BrowserClient.json(allowed), "changes_until");
        assertThat(until).isBetween(before.plusSeconds(14 * 60), Instant.now().plusSeconds(15 * 60));
        assertThat(Json.instant(BrowserClient.json(admin.get("/v1/session")), "changes_until"))
                .isEqualTo(until);
        Answer changed = admin.send(PAUSE, admin.own() + "X-Launcho-User: root@localhost~", "");

        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(server.operations().authors())
                .containsExactly(new ChangeAuthor("web (token admin)", "127.0.0.1", ""));
    }

    @Test
    void change_afterTheWindowWasClosed_isRefused() throws Exception {
        BrowserClient admin = admin();
        admin.allowChanges();

        Answer closed = admin.change("POST /v1/session/changes", "{\"allow\":false}");
        assertThat(BrowserClient.json(closed)).containsEntry("changes_until", null);
        Answer refused = admin.change(PAUSE, "");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("changes_closed");
        assertThat(server.operations().authors()).isEmpty();
    }

    @Test
    void change_withoutAWindow_isRefused() throws Exception {
        Answer refused = admin().change(PAUSE, "");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("changes_closed");
        assertThat(server.operations().authors()).isEmpty();
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                Arguments.of("Origin: https://evil.example~", "other_origin"),
                Arguments.of("Origin: https://evil.example~Sec-Fetch-Site: same-origin~", "other_origin"),
                Arguments.of("Origin: null~", "other_origin"),
                Arguments.of("Origin: http://HOST~", "other_origin"),
                Arguments.of("Origin: https://HOST.evil.example~", "other_origin"),
                Arguments.of("Origin: https://127.0.0.1~", "other_origin"),
                Arguments.of("", "other_origin"),
                Arguments.of("Sec-Fetch-Site: cross-site~", "other_origin"),
                Arguments.of("Sec-Fetch-Site: same-site~", "other_origin"),
                Arguments.of("Sec-Fetch-Site: none~", "other_origin"),
                Arguments.of("Origin: https://HOST~Sec-Fetch-Site: same-site~", "other_origin"));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void change_thatAnotherSiteCouldHaveSent_isRefused(String headers, String code) throws Exception {
        BrowserClient admin = admin();
        admin.allowChanges();
        String forged = headers.replace("HOST", "127.0.0.1:" + server.port());

        for (String line : List.of(PAUSE, "POST /v1/shutdown", "DELETE /v1/tokens/x", "POST /v1/session/changes")) {
            Answer refused = admin.send(line, forged, line.endsWith("changes") ? "{\"allow\":true}" : "");
            assertThat(refused.status()).as(line).isEqualTo(403);
            assertThat(refused.body()).contains(code);
        }
        assertThat(server.operations().authors()).isEmpty();
    }

    /** A web server of another user on the same host gets the cookie, since browsers send it to every port. */
    @Test
    void cookie_withoutTheKeyOfItsPage_isOfNoUse() throws Exception {
        BrowserClient admin = admin();
        admin.allowChanges();
        BrowserClient thief = stranger();
        thief.takeCookie(admin.cookie());

        // Not each key with each request: every refusal waits longer than the one before.
        Iterator<String> keys = List.of("", "1", "0".repeat(64), admin().key(), admin.cookie(), "")
                .iterator();
        for (String line : List.of("GET /v1/session", "GET /v1/stream", "GET /v1/status", PAUSE)) {
            thief.takeKey(keys.next());
            Answer refused = thief.send(line, thief.own(), "");
            assertThat(refused.status()).as(line).isEqualTo(401);
            assertThat(refused.body()).contains("session_ended");
        }
        thief.takeKey(keys.next());
        assertThat(thief.change("POST /v1/session/changes", "{\"allow\":true}").status())
                .isEqualTo(401);
        thief.takeKey(keys.next());
        assertThat(thief.change("DELETE /v1/session", "").status()).isEqualTo(401);
        assertThat(admin.get("/v1/status").status()).isEqualTo(200);
        assertThat(server.operations().authors()).isEmpty();
    }

    /** It can set the cookie, too. */
    @Test
    void cookie_thatSomebodyElseHasSet_hasThePageLogInAgain() throws Exception {
        BrowserClient victim = admin();
        victim.takeCookie(reader().cookie());

        assertThat(victim.get("/v1/session").status()).isEqualTo(401);
    }

    /** Another tab has signed out, which took the browser's cookie away: this one is to ask for a token. */
    @Test
    void key_withoutTheCookie_isOfASessionThatEnded() throws Exception {
        BrowserClient page = admin();
        page.takeCookie("");

        Answer refused = page.get("/v1/status");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).contains("session_ended");
        assertThat(stranger().get("/v1/status").body()).contains("unauthorized");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: same-site~",
                "Sec-Fetch-Site: cross-site~",
                "Origin: https://evil.example~",
                "Origin: null~"
            })
    void read_thatAnotherSiteCouldHaveSent_isRefused(String headers) throws Exception {
        BrowserClient admin = admin();

        for (String path : List.of("/v1/status", "/v1/session", "/v1/logs/web", "/v1/stream", "/metrics")) {
            Answer refused = admin.send("GET " + path, headers, "");
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.body()).contains("other_origin");
            assertThat(BrowserClient.header(refused, "cross-origin-resource-policy"))
                    .isEqualTo("same-origin");
        }
        Answer typed = admin.send("GET /v1/status", "Sec-Fetch-Site: none~", "");
        assertThat(typed.status()).isEqualTo(200);
        assertThat(BrowserClient.header(typed, "cross-origin-resource-policy")).isEqualTo("same-origin");
    }

    @Test
    void login_fromAnotherSite_isRefused() throws Exception {
        String body = Json.line(Json.object("token", auth.token()));
        for (String header : List.of("Origin: https://evil.example~", "Sec-Fetch-Site: cross-site~")) {
            Answer refused = stranger().send("POST /v1/session", header, body);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(BrowserClient.header(refused, "set-cookie")).isEmpty();
        }
    }

    @Test
    void login_withAWrongToken_isReportedAsABearerIs() throws Exception {
        Answer refused = stranger().login("token", "0".repeat(64));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(BrowserClient.header(refused, "set-cookie")).isEmpty();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.operations().audited())
                        .singleElement()
                        .asString()
                        .contains("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "token",
                "{\"token\":\"\"}",
                "{\"token\":7}",
                "{\"token\":\"a\",\"link\":\"b\"}",
                "{\"token\":[\"a\"]}"
            })
    void login_withAnotherBody_isExplained(String body) throws Exception {
        Answer refused = stranger().send("POST /v1/session", "", body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    }

    @Test
    void login_withALargeBody_isRefusedUnread() throws Exception {
        assertThat(stranger().login("token", "x".repeat(5_000)).status()).isEqualTo(413);
    }

    @Test
    void cookie_thatIsNoSession_isRefusedAndAccusesNobody() throws Exception {
        BrowserClient client = stranger();
        client.takeCookie("0".repeat(64));

        Answer refused = client.get("/v1/status");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).contains("session_ended");
        assertThat(server.operations().audited()).isEmpty();
    }

    @Test
    void session_thatItsUserEnded_isOfNoUse() throws Exception {
        BrowserClient admin = admin();

        Answer ended = admin.change("DELETE /v1/session", "");
        assertThat(ended.status()).isEqualTo(200);
        assertThat(BrowserClient.header(ended, "set-cookie")).contains("__Host-launcho-session=;", "Max-Age=0");
        assertThat(admin.get("/v1/status").status()).isEqualTo(401);
    }

    @Test
    void session_ofARevokedToken_endsAtOnceAndStaysEnded() throws Exception {
        BrowserClient page = BrowserClient.loggedIn(server.port(), made("ci", "admin"));
        assertThat(page.allowChanges().status()).isEqualTo(200);
        assertThat(page.change(PAUSE, "").status()).isEqualTo(200);

        assertThat(withToken("DELETE /v1/tokens/ci", auth.token()).status()).isEqualTo(200);
        assertThat(page.get("/v1/status").status()).isEqualTo(401);
        made("ci", "admin"); // Another token of the same name.
        assertThat(page.get("/v1/status").status()).isEqualTo(401);
        assertThat(page.change(PAUSE, "").status()).isEqualTo(401);
    }

    @Test
    void session_ofARotatedToken_endsAtOnce() throws Exception {
        BrowserClient page = reader();
        assertThat(page.get("/v1/status").status()).isEqualTo(200);

        assertThat(withToken("POST /v1/tokens/read-only/rotate", auth.token()).status())
                .isEqualTo(200);
        assertThat(page.get("/v1/status").status()).isEqualTo(401);
    }

    @Test
    void link_once_logsInWithTheRoleOfItsToken() throws Exception {
        Answer made = withToken("POST /v1/session/link", auth.readOnlyToken());
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        String code = Json.string(BrowserClient.json(made), "code");
        BrowserClient page = stranger();

        Answer login = page.login("link", code);
        assertThat(BrowserClient.json(login)).containsEntry("role", "read-only");
        assertThat(page.get("/v1/status").status()).isEqualTo(200);
        Answer again = stranger().login("link", code);
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.body()).contains("launcho ui");
    }

    @Test
    void link_ofATokenThatWasRevokedMeanwhile_isOfNoUse() throws Exception {
        String token = made("ci", "admin");
        String code = Json.string(BrowserClient.json(withToken("POST /v1/session/link", token)), "code");
        withToken("DELETE /v1/tokens/ci", auth.token());

        assertThat(stranger().login("link", code).status()).isEqualTo(401);
    }

    @Test
    void link_askedForByAPage_isRefused() throws Exception {
        Answer refused = admin().change("POST /v1/session/link", "");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("not for pages");
    }

    /** A page that was taken over must not last longer, or reach further, than its session. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /v1/tokens/mine?role=admin",
                "DELETE /v1/tokens/ci",
                "POST /v1/tokens/admin/rotate",
                "GET /v1/secrets/URL",
                "PUT /v1/secrets/URL",
                "POST /v1/secrets/URL/plan",
                "DELETE /v1/secrets/URL",
                "PUT /v1/target",
                "POST /v1/resources?name=x",
                "POST /v1/resources/gc",
                "GET /v1/resources/abc",
                "DELETE /v1/resources/abc",
                "POST /v1/session/link",
                "POST /v1/shutdown"
            })
    void route_thatThePageDoesNotNeed_isClosedToIt(String line) throws Exception {
        BrowserClient admin = admin();
        admin.allowChanges();

        Answer refused = admin.change(line, "");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("not for pages");
        assertThat(server.operations().authors()).isEmpty();
        assertThat(server.credentials().named().all()).isEmpty();
    }

    @Test
    void log_readByAPageOfAnAdmin_hidesSecrets() throws Exception {
        List<SecretVisibility> clearances = server.operations().clearances();

        admin().get("/v1/logs/web");
        assertThat(clearances).containsExactly(SecretVisibility.NO_SECRETS);
        withToken("GET /v1/logs/web", auth.token());
        assertThat(clearances).containsExactly(SecretVisibility.NO_SECRETS, SecretVisibility.ALL);
    }

    @Test
    void login_andWindow_areRecorded() throws Exception {
        BrowserClient admin = admin();
        admin.allowChanges();
        admin.change("POST /v1/session/changes", "{\"allow\":false}");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.operations().audited())
                        .containsExactly(
                                "web (token admin) at 127.0.0.1 logged in to the web page",
                                "web (token admin) at 127.0.0.1 allowed changes by the web page"));
    }

    @Test
    void login_againAndAgain_isRecordedOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            reader();
        }
        admin(); // Records come in this order.

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.operations().audited())
                        .containsExactly(
                                "web (token read-only) at 127.0.0.1 logged in to the web page",
                                "web (token admin) at 127.0.0.1 logged in to the web page"));
    }

    /** The loops have all connections to serve, and must not wait for the disk. */
    @Test
    void login_whileTheRecordIsSlow_isAnswered() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        server.operations().onRecord(() -> written.await(30, TimeUnit.SECONDS));
        try {
            assertThat(reader().get("/v1/status").status()).isEqualTo(200);
            assertThat(server.operations().audited()).isEmpty();
        } finally {
            written.countDown();
        }
    }

    @Test
    void login_again_endsTheFormerSessionOfTheBrowser() throws Exception {
        BrowserClient browser = admin();
        BrowserClient before = stranger();
        before.takeCookie(browser.cookie());
        before.takeKey(browser.key());
        assertThat(before.get("/v1/status").status()).isEqualTo(200);

        assertThat(browser.login("token", auth.readOnlyToken()).status()).isEqualTo(200);

        assertThat(browser.get("/v1/status").status()).isEqualTo(200);
        assertThat(before.get("/v1/status").status()).isEqualTo(401);
    }

    @Test
    void login_onTheConnectionOfTheFormerSession_isAnswered() throws Exception {
        BrowserClient browser = admin();
        try (RawClient kept = browser.open("GET /v1/status", "", "")) {
            assertThat(kept.answer(false).status()).isEqualTo(200);
            String body = Json.line(Json.object("token", auth.token()));
            browser.sendOn(kept, "POST /v1/session", body);

            assertThat(kept.answer(false).status()).isEqualTo(200);
        }
    }

    /** A request whose body drips in until the window is closed. */
    @Test
    void change_whoseBodyComesAfterTheWindow_isRefused() throws Exception {
        BrowserClient admin = admin();
        admin.allowChanges();
        try (RawClient late = admin.openWithoutEnd("POST /v1/rollback", admin.own(), 1)) {
            // The server has read the head when it asks for the body.
            late.readUntil("100 Continue");
            admin.change("POST /v1/session/changes", "{\"allow\":false}");
            late.readUntil("\r\n\r\n");
            Answer refused = late.send("x").answer(false);

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("changes_closed");
        }
        assertThat(server.operations().authors()).isEmpty();
    }
}
