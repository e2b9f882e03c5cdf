package dev.launcho.cli.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.cli.server.RawClient;
import dev.launcho.cli.server.http.RequestAuthenticator;
import dev.launcho.core.event.EventSentence;
import dev.launcho.core.event.ServerEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("attack")
class NamedTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final String TOKEN = "a-token";

    @TempDir
    Path dir;

    private final AtomicReference<Instant> wall = new AtomicReference<>(NOW);
    private final List<String> warnings = new ArrayList<>();
    private TokenFile file;
    private NamedTokens tokens;

    @BeforeEach
    void open() throws Exception {
        file = new TokenFile(dir.resolve("launcho-tokens.json"));
        tokens = NamedTokens.open(file, wall::get, this::warn);
    }

    private NamedToken token(String name, Instant expires) {
        return new NamedToken(
                name,
                NamedToken.Role.ADMIN,
                NamedToken.hash(TOKEN + name),
                "ana@laptop",
                List.of("admin"),
                NOW,
                expires);
    }

    private NamedToken madeWith(String... makers) {
        String name = "by-" + makers[makers.length - 1];
        return token(name, Instant.MAX).withMakers(List.of(makers));
    }

    private RequestAuthenticator.Admission admit(String given) throws Exception {
        Credentials credentials =
                new Credentials(dir.resolve("auth"), Auth.ofServer("h", "c", "k", "admin-token", ""), tokens);
        return new Tokens(
                        credentials,
                        new PageSessions(credentials, System::nanoTime, ended -> {}),
                        new AttemptThrottle(System::nanoTime),
                        warning -> {},
                        Runnable::run)
                .admit(RequestAuthenticator.Credential.bearer(given), InetAddress.getLoopbackAddress());
    }

    private void warn(ServerEvent fact) {
        warnings.add(EventSentence.of(fact));
    }

    /** The request was admitted before its token was replaced, and what that had made was removed. */
    @Test
    void add_makerWasReplaced_addsNothing() throws IOException {
        assertThat(tokens.add(madeWith("admin", "admin"), () -> false)).isEqualTo(NamedTokens.Addition.MAKER_GONE);
        assertThat(tokens.all()).isEmpty();
    }

    @Test
    void open_afterARestart_hasTheSame() throws Exception {
        tokens.add(token("ci", NOW.plusSeconds(60)), () -> true);
        tokens.add(token("boss", Instant.MAX), () -> true);
        tokens.used("ci", "203.0.113.9", Runnable::run);
        tokens.writeUses();

        NamedTokens again = NamedTokens.open(file, wall::get, this::warn);

        assertThat(again.all()).isEqualTo(tokens.all());
        assertThat(again.lastUse("ci")).isEqualTo(new TokenUse(NOW, "203.0.113.9"));
        assertThat(warnings).isEmpty();
    }

    @Test
    void admit_aNamedToken_untilItExpires() throws Exception {
        tokens.add(token("ci", NOW.plusSeconds(60)), () -> true);

        assertThat(admit(TOKEN + "ci").access()).isEqualTo(RequestAuthenticator.Access.CHANGE);
        assertThat(admit(TOKEN + "ci").token()).isEqualTo("ci");
        wall.set(NOW.plusSeconds(60));
        assertThat(admit(TOKEN + "ci").access()).isEqualTo(RequestAuthenticator.Access.NOTHING);
        assertThat(admit(TOKEN + "ci").refusal().code()).isEqualTo("expired");
        assertThat(admit("another").refusal().code()).isEqualTo("unauthorized");
        assertThat(admit("admin-token").token()).isEqualTo("admin");
        assertThat(admit("").access()).isEqualTo(RequestAuthenticator.Access.NOTHING);
    }

    /** Its hash is in the file: that is no token. */
    @Test
    void admit_theHash_isRefused() throws Exception {
        tokens.add(token("ci", Instant.MAX), () -> true);

        assertThat(admit(NamedToken.hash(TOKEN + "ci")).access()).isEqualTo(RequestAuthenticator.Access.NOTHING);
    }

    @Test
    void remove_ofAMaker_leavesTheAncestryOfWhatItMade() throws Exception {
        tokens.add(token("a", Instant.MAX), () -> true);
        tokens.add(madeWith("admin", "a"), () -> true);
        tokens.add(madeWith("admin", "a", "by-a"), () -> true);
        tokens.remove("by-a");

        assertThat(tokens.madeWith("a")).containsExactly("by-by-a");
        tokens.remove("a");
        NamedTokens again = NamedTokens.open(file, wall::get, this::warn);
        assertThat(again.madeWith("a")).containsExactly("by-by-a");
        assertThat(again.madeWith("admin")).containsExactly("by-by-a");
        assertThat(again.removeMadeWith("a")).containsExactly("by-by-a");
        assertThat(NamedTokens.open(file, wall::get, this::warn).all()).isEmpty();
    }

    @Test
    void removeWithMade_removesATokenAndAllThatExistBecauseOfIt() throws Exception {
        tokens.add(token("a", Instant.MAX), () -> true);
        tokens.add(token("good", Instant.MAX), () -> true);
        tokens.add(madeWith("admin", "a"), () -> true);

        assertThat(tokens.removeWithMade("a")).containsExactly("a", "by-a");
        assertThat(tokens.removeWithMade("a")).isEmpty();
        assertThat(NamedTokens.open(file, wall::get, this::warn).all())
                .extracting(NamedToken::name)
                .containsExactly("good");
    }

    @Test
    void add_withATokenThatIsGoneByThen_isRefused() throws Exception {
        tokens.add(token("a", NOW.plusSeconds(60)), () -> true);

        assertThat(tokens.add(madeWith("admin", "revoked"), () -> true)).isEqualTo(NamedTokens.Addition.MAKER_GONE);
        wall.set(NOW.plusSeconds(60));
        assertThat(tokens.add(madeWith("admin", "a"), () -> true)).isEqualTo(NamedTokens.Addition.MAKER_GONE);
        assertThat(tokens.all()).hasSize(1);
    }

    @Test
    void open_anOlderFile_findsAllMakers() throws Exception {
        String entry = "{\"name\": \"%s\", \"role\": \"admin\", \"hash\": \"" + NamedToken.hash("x")
                + "\", \"by\": \"ana\", \"with\": \"%s\", \"created\": \"2026-11-29T12:00:00Z\", \"expires\": \"\"}";
        Files.writeString(
                dir.resolve("launcho-tokens.json"),
                "{\"tokens\": [" + entry.formatted("c", "b") + "," + entry.formatted("b", "a") + ","
                        + entry.formatted("a", "admin") + "," + entry.formatted("loop", "loop") + "], \"uses\": {}}");

        NamedTokens older = NamedTokens.open(file, wall::get, this::warn);

        assertThat(older.named("c").orElseThrow().makers()).containsExactly("admin", "a", "b");
        assertThat(older.madeWith("a")).containsExactly("c", "b");
        assertThat(older.named("loop").orElseThrow().makers()).containsExactly("loop");
    }

    @Test
    void used_aTokenOfTheServerItself_isKnownAfterARestart() throws Exception {
        tokens.writeUses();
        assertThat(dir.resolve("launcho-tokens.json")).doesNotExist();

        wall.set(NOW.plus(Duration.ofSeconds(61)));
        tokens.used("admin", "203.0.113.9", Runnable::run);

        assertThat(NamedTokens.open(file, wall::get, this::warn).lastUse("admin"))
                .isEqualTo(new TokenUse(wall.get(), "203.0.113.9"));
    }

    @Test
    void used_again_isWrittenOnceAMinute() throws Exception {
        tokens.add(token("ci", Instant.MAX), () -> true);
        List<Runnable> later = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tokens.used("ci", "127.0.0.1", later::add);
        }
        assertThat(later).isEmpty();
        wall.set(NOW.plus(Duration.ofSeconds(61)));
        tokens.used("ci", "127.0.0.1", later::add);
        tokens.used("ci", "127.0.0.1", later::add);

        assertThat(later).hasSize(1);
    }

    @Test
    void open_aDamagedFile_setsItAsideAndSaysSo() throws Exception {
        Files.writeString(dir.resolve("launcho-tokens.json"), "{\"tokens\": [");

        NamedTokens damaged = NamedTokens.open(file, wall::get, this::warn);

        assertThat(damaged.all()).isEmpty();
        assertThat(warnings).singleElement().asString().contains("launcho token create");
        assertThat(dir.resolve("launcho-tokens.json.damaged")).exists();
    }

    @Test
    void revoke_cutsWhatIsOpenWithIt() throws Exception {
        try (FakeServer server = FakeServer.start(dir.resolve("home"))) {
            server.credentials().named().add(token("ci", Instant.MAX), () -> true);
            String admin = server.credentials().auth().token();
            try (RawClient stream = new RawClient(server.port());
                    RawClient other = new RawClient(server.port())) {
                stream.send("GET /v1/events?watch=true HTTP/1.1~Host: x~Authorization: Bearer " + TOKEN + "ci~~");
                stream.readUntil("\r\n\r\n");
                other.send("DELETE /v1/tokens/ci HTTP/1.1~Host: x~Authorization: Bearer " + admin + "~~");
                assertThat(other.answer(false).status()).isEqualTo(200);

                stream.readAll();
                assertThat(other.send("GET /v1/status HTTP/1.1~Host: x~Authorization: Bearer " + admin + "~~")
                                .answer(false)
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void expiry_cutsWhatIsOpenWithIt() throws Exception {
        try (FakeServer server = FakeServer.start(dir.resolve("home"))) {
            // A machine that stands still for longer than a token lives is given one that lives longer.
            long seconds = 2;
            while (!isOpenUntilItExpires(server, "ci" + seconds, Instant.now().plusSeconds(seconds))) {
                seconds *= 2;
                assertThat(seconds).isLessThan(60);
            }
        }
    }

    /** False if the token has expired before it was used. */
    private boolean isOpenUntilItExpires(FakeServer server, String name, Instant expiry) throws Exception {
        server.credentials().named().add(token(name, expiry), () -> true);
        try (RawClient stream = new RawClient(server.port())) {
            stream.send("GET /v1/events?watch=true HTTP/1.1~Host: x~Authorization: Bearer " + TOKEN + name + "~~");
            String head = stream.readUntil("\r\n\r\n");
            if (head.startsWith("HTTP/1.1 401 ")) {
                return false;
            }
            assertThat(head).startsWith("HTTP/1.1 200 ");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(stream.readAll()).isNotNull());
            return true;
        }
    }
}
