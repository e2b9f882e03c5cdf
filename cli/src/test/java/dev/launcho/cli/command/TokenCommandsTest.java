package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.cli.server.RawClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens with a name, by the commands. */
class TokenCommandsTest {
    @TempDir
    Path home;

    @TempDir
    Path client;

    private FakeServer server;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(home);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Cli.Result admin(String... arguments) {
        return Cli.at(home).run(arguments);
    }

    /** With a token that is made for it. */
    private Cli holder(String... create) throws Exception {
        Cli.Result made = admin(create);
        assertThat(made.exit()).as(made.err()).isZero();
        Files.writeString(client.resolve("launcho-client-auth.yaml"), made.out());
        return Cli.at(client);
    }

    private JsonObject entry(String name) throws Exception {
        JsonArray all =
                JsonParser.array().from(admin("token", "ls", "-o", "json").out());
        return all.stream()
                .map(JsonObject.class::cast)
                .filter(token -> token.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void create_ofARole_allowsWhatThatMay() throws Exception {
        Cli reader = holder("token", "create", "dashboard");
        assertThat(reader.run("status").exit()).isZero();
        assertThat(reader.run("secret", "get", "X").exit()).isEqualTo(6);
        assertThat(reader.run("token", "ls").exit()).isEqualTo(6);
        assertThat(reader.run("token", "create", "more").exit()).isEqualTo(6);
        assertThat(reader.run("token", "revoke", "dashboard").exit()).isEqualTo(6);

        Cli admin = holder("token", "create", "ci", "--role", "admin");
        assertThat(admin.input("x").run("secret", "set", "X", "--no-wait").exit())
                .isZero();
        assertThat(entry("ci").getString("role")).isEqualTo("admin");
        assertThat(entry("dashboard").getString("last_used")).isNotEmpty();
        assertThat(entry("dashboard").getString("last_from")).isEqualTo("127.0.0.1");
    }

    @Test
    void change_withANamedToken_saysWhich() throws Exception {
        Cli admin = holder("token", "create", "ci", "--role", "admin");
        admin.input("x").run("secret", "set", "X", "--no-wait");
        admin.run("secret", "get", "X");

        assertThat(server.operations().authors())
                .last()
                .extracting(author -> author.user())
                .asString()
                .endsWith(" (token ci)");
        assertThat(server.operations().audited())
                .anyMatch(event -> event.contains("(token ci) at 127.0.0.1 read secret X"))
                .anyMatch(event -> event.contains(" made token ci, admin"));
    }

    @Test
    void file_hasNoToken_andIsOnlyTheServers() throws Exception {
        holder("token", "create", "ci", "--expires", "90d");
        String token = AuthFile.read(client.resolve("launcho-client-auth.yaml")).token();
        Path file = server.home().tokens();

        assertThat(token).matches("[0-9a-f]{64}");
        assertThat(Files.readString(file)).contains("\"ci\"").doesNotContain(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(admin("token", "ls").out()).contains("ci", "read-only").doesNotContain(token);
    }

    @Test
    void revoke_aToken_letsNobodyInAnyMore_andNamesWhatItMade() throws Exception {
        Cli leaked = holder("token", "create", "leaked", "--role", "admin");
        assertThat(leaked.run("token", "create", "backdoor", "--role", "admin").exit())
                .isZero();

        Cli.Result revoked = admin("token", "revoke", "leaked");

        assertThat(revoked.exit()).isZero();
        assertThat(revoked.out()).isEqualTo("revoked leaked\n");
        assertThat(revoked.err())
                .contains("still valid, made with this token: backdoor", "launcho token revoke leaked --made");
        assertThat(leaked.run("status").exit()).isEqualTo(6);
        assertThat(admin("token", "revoke", "leaked").exit()).isEqualTo(4);
        assertThat(admin("token", "revoke", "backdoor").exit()).isZero();
        assertThat(admin("token", "revoke", "admin").err()).contains("launcho token rotate");
    }

    private Cli holderAt(Path at, Cli maker, String... create) throws Exception {
        Cli.Result made = maker.run(create);
        assertThat(made.exit()).as(made.err()).isZero();
        Files.createDirectories(at);
        Files.writeString(at.resolve("launcho-client-auth.yaml"), made.out());
        return Cli.at(at);
    }

    @Test
    @Tag("attack")
    void create_withATokenThatExpires_makesNoneThatOutlivesIt() throws Exception {
        Cli hour = holder("token", "create", "hour", "--role", "admin", "--expires", "1h");
        String last = entry("hour").getString("expires");

        for (String expires : new String[] {"never", "2h", "9999-12-31"}) {
            Cli.Result refused = hour.run("token", "create", "more", "--role", "admin", "--expires", expires);
            assertThat(refused.exit()).isEqualTo(3);
            assertThat(refused.err()).contains("token hour expires at " + last, "type --expires " + last);
            assertThat(refused.out()).isEmpty();
        }
        assertThat(hour.run("token", "create", "more").exit()).isEqualTo(3);
        assertThat(hour.run("token", "create", "same", "--expires", last).exit())
                .isZero();
        assertThat(hour.run("token", "create", "less", "--expires", "10m").exit())
                .isZero();
        assertThat(admin("token", "create", "another").exit()).isZero();
    }

    /** The thief hides what the leaked token made: by a token in between that is revoked, or by the leaked one's own end. */
    @ParameterizedTest
    @CsvSource({"b", "leaked"})
    @Tag("attack")
    void revoke_withMade_undoesAllThatALeakedTokenMade(String hidden) throws Exception {
        Cli leaked = holder("token", "create", "leaked", "--role", "admin");
        Cli b = holderAt(client.resolve("b"), leaked, "token", "create", "b", "--role", "admin");
        Cli c = holderAt(client.resolve("c"), b, "token", "create", "c", "--role", "admin");
        assertThat(c.run("token", "revoke", hidden).exit()).isZero();
        assertThat(admin("token", "create", "good").exit()).isZero();

        Cli.Result revoked = admin("token", "revoke", "leaked");
        assertThat(revoked.err()).contains("c", "launcho token revoke leaked --made");
        assertThat(admin("token", "revoke", "leaked", "--made").exit()).isZero();

        assertThat(c.run("status").exit()).isEqualTo(6);
        assertThat(b.run("status").exit()).isEqualTo(6);
        assertThat(admin("token", "ls", "-o", "name").out()).isEqualTo("admin\nread-only\ngood\n");
        assertThat(admin("token", "revoke", "leaked", "--made").exit()).isEqualTo(4);
    }

    @Test
    void revoke_withMade_namesWhatItRevoked() throws Exception {
        Cli leaked = holder("token", "create", "leaked", "--role", "admin");
        assertThat(leaked.run("token", "create", "b", "--role", "admin").exit()).isZero();

        Cli.Result revoked = admin("token", "revoke", "leaked", "b", "--made");

        assertThat(revoked.exit()).isZero();
        assertThat(revoked.out()).isEqualTo("revoked leaked\nrevoked b\n");
        assertThat(server.operations().audited()).anyMatch(event -> event.contains(" revoked token b"));
    }

    @Test
    @Tag("attack")
    void rotate_ofALeakedToken_namesAndRevokesWhatItMade() throws Exception {
        Cli b = holder("token", "create", "b", "--role", "admin");
        Cli c = holderAt(client.resolve("c"), b, "token", "create", "c", "--role", "admin");

        Cli.Result rotated = admin("token", "rotate");
        assertThat(rotated.exit()).isZero();
        assertThat(rotated.err()).contains("still valid, made with this token: b, c", "launcho token revoke b c");
        assertThat(admin("token", "rotate", "--read-only").err()).doesNotContain("still valid");
        assertThat(c.run("status").exit()).isZero();

        assertThat(admin("token", "rotate", "--made").out()).contains("revoked b\nrevoked c\n");
        assertThat(b.run("status").exit()).isEqualTo(6);
        assertThat(c.run("status").exit()).isEqualTo(6);
        assertThat(admin("status").exit()).isZero();
    }

    /** A folder in the place of a file: the server's next write of it fails, even as root. */
    private static Path blocked(Path file) throws Exception {
        Path aside = file.resolveSibling("aside");
        Files.move(file, aside);
        Files.createDirectories(file.resolve("full"));
        return aside;
    }

    private static void unblock(Path file, Path aside) throws Exception {
        Files.delete(file.resolve("full"));
        Files.delete(file);
        Files.move(aside, file);
    }

    @Test
    void rotate_whoseTokenFileCantBeWritten_replacesNoToken() throws Exception {
        Cli b = holder("token", "create", "b", "--role", "admin");
        Path aside = blocked(server.home().tokens());
        String before = server.credentials().auth().token();

        assertThat(admin("token", "rotate", "--made").exit()).isEqualTo(1);
        assertThat(server.credentials().auth().token()).isEqualTo(before);

        unblock(server.home().tokens(), aside);
        assertThat(b.run("status").exit()).isZero();
        assertThat(admin("status").exit()).isZero();
        assertThat(admin("token", "rotate", "--made").out()).contains("revoked b");
        assertThat(admin("status").exit()).isZero();
    }

    @Test
    @Tag("attack")
    void rotate_thatFailsAfterARevocation_endsWhatIsOpenWithTheRevokedToken() throws Exception {
        holder("token", "create", "b", "--role", "admin");
        String token = AuthFile.read(client.resolve("launcho-client-auth.yaml")).token();
        Path aside;
        try (RawClient open = new RawClient(server.port())) {
            open.send("GET /v1/status HTTP/1.1~Host: x~Authorization: Bearer " + token + "~~");
            assertThat(open.answer(false).status()).isEqualTo(200);
            aside = blocked(server.home().serverAuth());

            String admin = server.credentials().auth().token();
            try (RawClient rotating = new RawClient(server.port())) {
                rotating.send("POST /v1/tokens/admin/rotate?made=1 HTTP/1.1~Host: x~Authorization: Bearer " + admin
                        + "~Content-Length: 0~~");
                assertThat(rotating.answer(false).status()).isEqualTo(500);
            }

            assertThat(open.readAll()).isEmpty(); // It ends.
        }
        unblock(server.home().serverAuth(), aside);
        assertThat(admin("token", "ls", "-o", "name").out()).isEqualTo("admin\nread-only\n");
    }

    /** A server before {@code --made}; a later one named what a token had made. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | launcho token revoke TOKEN_NAME",
                "',\"made\":[\"b\",\"c\"]' | launcho token revoke b c",
                "',\"made\":[\"b\"],\"also_revoked\":[\"c\"]' | ''"
            })
    void made_withAnOlderServer_failsAndKeepsTheNewToken(String members, String advice) throws Exception {
        String fresh = "f".repeat(64);
        try (HostileServer older = HostileServer.start(
                client, HostileServer.json("{\"revoked\":\"leaked\",\"token\":\"" + fresh + "\"" + members + "}"))) {
            for (String[] command : new String[][] {
                {"token", "rotate", "--made"},
                {"token", "rotate", "--read-only", "--made"},
                {"token", "revoke", "leaked", "--made"}
            }) {
                Cli.Result result = Cli.at(older.home()).run(command);
                assertThat(result.exit()).isEqualTo(advice.isEmpty() ? 0 : 1);
                if (!advice.isEmpty()) {
                    assertThat(result.err()).contains("this server is older", "revoked no other token", advice);
                }
                assertThat(result.out())
                        .contains(
                                switch (command[command.length - 2]) {
                                    case "--read-only" -> fresh;
                                    case "leaked" -> "revoked leaked\n";
                                    default -> "";
                                });
            }
            assertThat(AuthFile.read(client.resolve("launcho-client-auth.yaml")).token())
                    .isEqualTo(fresh);
            assertThat(Cli.at(older.home()).run("token", "revoke", "leaked").exit())
                    .isZero();
        }
    }

    @Test
    void revoke_withAServerThatCantRevokeWhatATokenMade_saysHowToByName() throws Exception {
        try (HostileServer older =
                HostileServer.start(client, HostileServer.json("{\"revoked\":\"leaked\",\"made\":[\"b\",\"c\"]}"))) {
            assertThat(Cli.at(older.home()).run("token", "revoke", "leaked").err())
                    .contains("launcho token revoke b c")
                    .doesNotContain("--made");
        }
    }

    @Test
    void create_byAChainOfTokens_isBounded() throws Exception {
        Cli maker = Cli.at(home);
        for (int i = 0; i < 16; i++) {
            maker = holderAt(client.resolve("t" + i), maker, "token", "create", "t" + i, "--role", "admin");
        }

        Cli.Result refused = maker.run("token", "create", "more");
        assertThat(refused.exit()).isEqualTo(5);
        assertThat(refused.err()).contains("nearer to the server's own one");
    }

    @Test
    @Tag("attack")
    void rotate_byANamedToken_handsOutNoTokenThatOutlivesIt() throws Exception {
        Cli named = holder("token", "create", "ci", "--role", "admin");
        Path file = client.resolve("launcho-client-auth.yaml");
        String before = Files.readString(file);

        for (String[] arguments : new String[][] {{"token", "rotate"}, {"token", "rotate", "--read-only"}}) {
            Cli.Result refused = named.run(arguments);
            assertThat(refused.exit()).isEqualTo(6);
            assertThat(refused.err()).contains("token ci can't rotate", "run launcho token rotate on the server");
            assertThat(refused.out()).isEmpty();
        }

        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(named.run("status").exit()).isZero();
        assertThat(admin("status").exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "admin | read | never | can't name a token",
                "read-only | read | never | can't name a token",
                "'a b' | read | never | can't name a token",
                "../x | read | never | can't name a token",
                "x | root | never | expected read or admin",
                "x | read | soon | expected a time like 90d",
                "x | read | +999999999-12-31T00:00:00Z | expected a time like 90d",
                "x | read | 2020-01-31 | is not in the future",
                "x | read | 0s | is not in the future"
            })
    void create_whatCantBe_saysWhy(String name, String role, String expires, String why) {
        Cli.Result refused = admin("token", "create", name, "--role", role, "--expires", expires);

        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains(why);
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void create_twice_isAConflict() {
        assertThat(admin("token", "create", "ci").exit()).isZero();
        assertThat(admin("token", "create", "ci").exit()).isEqualTo(5);
    }

    @Test
    void create_asJson_hasTheTokenForScripts() throws Exception {
        JsonObject made = JsonParser.object()
                .from(admin("token", "create", "ci", "--expires", "12h", "-o", "json")
                        .out());

        assertThat(made.getString("token")).matches("[0-9a-f]{64}");
        assertThat(made.getString("expires")).isNotEmpty();
    }

    @Test
    @Tag("attack")
    void user_whoCallsHimselfAnotherToken_doesNotPassForIt() throws Exception {
        Cli ci = holder("token", "create", "ci", "--role", "admin");
        ci.with("USER", "ana (token boss)").input("x").run("secret", "set", "X", "--no-wait");

        assertThat(server.operations().authors())
                .last()
                .extracting(author -> author.user())
                .asString()
                .endsWith(" (token ci)")
                .doesNotContain(" (token boss)");
    }
}
