package dev.launcho.cli.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.server.http.RequestAuthenticator.Access;
import dev.launcho.cli.server.http.RequestAuthenticator.Admission;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageSessionsTest {
    @TempDir
    Path dir;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Credentials credentials;
    private final List<String> cut = new ArrayList<>();
    private PageSessions sessions;

    @BeforeEach
    void open() throws Exception {
        NamedTokens tokens = NamedTokens.open(new TokenFile(dir.resolve("tokens")), () -> now, warning -> {});
        credentials = new Credentials(dir.resolve("auth"), Auth.ofServer("h", "c", "k", "admin", "reader"), tokens);
        sessions = new PageSessions(credentials, this::ticks, cut::add);
    }

    private long ticks() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    private TokenIdentity token(String name) {
        return credentials.identity(name).orElseThrow();
    }

    private void make(String name, Instant expires) throws Exception {
        credentials
                .named()
                .add(
                        new NamedToken(
                                name,
                                NamedToken.Role.ADMIN,
                                NamedToken.hash(name),
                                "ana",
                                List.of("admin"),
                                now,
                                expires),
                        () -> true);
    }

    private boolean lives(SessionSecrets secret) {
        return sessions.admit(secret, false).isPresent();
    }

    private String id(SessionSecrets secret) {
        return sessions.admit(secret, false).map(Admission::session).orElseThrow();
    }

    @Test
    void session_unusedForTwelveHours_ends() {
        SessionSecrets used = sessions.begin(token("admin"), "");
        SessionSecrets unused = sessions.begin(token("admin"), "");

        now = now.plus(Duration.ofHours(11));
        assertThat(sessions.admit(used, true)).isPresent();
        assertThat(lives(unused)).isTrue(); // Which is no use.
        now = now.plus(Duration.ofHours(1));
        assertThat(lives(used)).isTrue();
        assertThat(lives(unused)).isFalse();
    }

    @Test
    void session_inUseForSevenDays_ends() {
        SessionSecrets used = sessions.begin(token("admin"), "");

        for (int hour = 0; hour < 7 * 24; hour++) {
            assertThat(sessions.admit(used, true)).as("hour " + hour).isPresent();
            now = now.plus(Duration.ofHours(1));
        }
        assertThat(lives(used)).isFalse();
    }

    @Test
    void session_thatEnds_hasItsConnectionsCut() throws Exception {
        SessionSecrets idle = sessions.begin(token("admin"), "");
        now = now.plus(Duration.ofHours(12));
        sessions.endOver();
        assertThat(cut).containsExactly(idle.id());

        cut.clear();
        SessionSecrets former = sessions.begin(token("admin"), "");
        SessionSecrets next = sessions.begin(token("read-only"), former.cookie());
        assertThat(cut).containsExactly(former.id());
        assertThat(lives(former)).isFalse();
        assertThat(lives(next)).isTrue();

        cut.clear();
        for (int i = 0; i < PageSessions.MOST_OF_TOKEN; i++) {
            now = now.plusSeconds(1);
            sessions.begin(token("read-only"), "");
        }
        assertThat(cut).containsExactly(next.id());
    }

    /** The clock is put back by a day, while time goes on. */
    @Test
    void session_whoseClockIsPutBack_lastsNoLonger() throws Exception {
        AtomicLong ticks = new AtomicLong();
        PageSessions ticking = new PageSessions(credentials, ticks::get, cut::add);
        LoginLinks links = new LoginLinks(credentials, ticks::get);
        SessionSecrets secrets = ticking.begin(token("admin"), "");
        String session = ticking.admit(secrets, true).map(Admission::session).orElseThrow();
        assertThat(ticking.allow(session, true)).contains(now.plus(PageSessions.WINDOW));
        String code = make(links);

        now = now.minus(Duration.ofDays(1));
        ticks.set(PageSessions.WINDOW.toNanos());
        assertThat(ticking.window(session)).isEmpty();
        assertThat(ticking.admit(secrets, false).orElseThrow().mayChange()).isFalse();
        assertThat(links.take(code)).isEmpty();
        ticks.set(PageSession.IDLE.toNanos());
        assertThat(ticking.admit(secrets, false)).isEmpty();
    }

    @Test
    void session_ofATokenThatExpires_endsWithIt() throws Exception {
        make("ci", now.plusSeconds(60));
        SessionSecrets secret = sessions.begin(token("ci"), "");

        assertThat(sessions.admit(secret, true).orElseThrow().until()).isEqualTo(now.plusSeconds(60));
        now = now.plusSeconds(60);
        assertThat(lives(secret)).isFalse();
    }

    @Test
    void window_openForFifteenMinutes_closes() {
        SessionSecrets secret = sessions.begin(token("admin"), "");

        assertThat(sessions.admit(secret, true).orElseThrow().mayChange()).isFalse();
        assertThat(sessions.allow(id(secret), true)).contains(now.plus(Duration.ofMinutes(15)));
        now = now.plus(Duration.ofMinutes(15)).minusMillis(1);
        assertThat(sessions.admit(secret, true).orElseThrow().mayChange()).isTrue();
        now = now.plusMillis(1);
        assertThat(sessions.admit(secret, true).orElseThrow().mayChange()).isFalse();
        assertThat(sessions.window(id(secret))).isEmpty();
    }

    @Test
    void window_ofAReader_staysClosed() {
        SessionSecrets secret = sessions.begin(token("read-only"), "");

        assertThat(sessions.allow(id(secret), true)).isEmpty();
        assertThat(sessions.admit(secret, true).orElseThrow().access()).isEqualTo(Access.READ);
    }

    @Test
    void sessions_ofOneToken_areTenAndTheLeastUsedGoes() {
        List<SessionSecrets> secrets = new ArrayList<>();
        for (int i = 0; i < PageSessions.MOST_OF_TOKEN; i++) {
            now = now.plusSeconds(1);
            secrets.add(sessions.begin(token("admin"), ""));
        }
        now = now.plusSeconds(1);
        sessions.admit(secrets.get(0), true);
        SessionSecrets other = sessions.begin(token("read-only"), "");
        sessions.begin(token("admin"), "");

        assertThat(secrets.stream().filter(this::lives)).hasSize(PageSessions.MOST_OF_TOKEN - 1);
        assertThat(lives(secrets.get(0))).isTrue();
        assertThat(lives(secrets.get(1))).isFalse();
        assertThat(lives(other)).isTrue();
    }

    @Test
    void sessions_ofAllTokens_areAHundred() throws Exception {
        List<SessionSecrets> secrets = new ArrayList<>();
        for (int i = 0; i <= PageSessions.MOST; i++) {
            now = now.plusSeconds(1);
            make("t" + i, Instant.MAX);
            secrets.add(sessions.begin(token("t" + i), ""));
        }

        assertThat(secrets.stream().filter(this::lives)).hasSize(PageSessions.MOST);
        assertThat(lives(secrets.get(0))).isFalse();
    }

    @Test
    void link_afterAMinute_isNotGood() {
        LoginLinks links = new LoginLinks(credentials, this::ticks);
        links.take("").ifPresent(none -> {
            throw new AssertionError();
        });
        String late = make(links);
        now = now.plus(LoginLinks.GOOD);
        assertThat(links.take(late)).isEmpty();
        String inTime = make(links);
        now = now.plus(LoginLinks.GOOD).minusMillis(1);
        assertThat(links.take(inTime)).isPresent();
        assertThat(links.take(inTime)).isEmpty();
    }

    private static String make(LoginLinks links) {
        try {
            return links.make("admin", () -> true);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
