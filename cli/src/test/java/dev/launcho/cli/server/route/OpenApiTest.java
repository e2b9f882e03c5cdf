package dev.launcho.cli.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.FakeLogs;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.cli.server.RawClient;
import dev.launcho.cli.server.Schema;
import dev.launcho.cli.server.auth.AttemptThrottle;
import dev.launcho.cli.server.auth.Credentials;
import dev.launcho.cli.server.auth.LoginLinks;
import dev.launcho.cli.server.auth.NamedToken;
import dev.launcho.cli.server.auth.PageLogin;
import dev.launcho.cli.server.auth.PageSessions;
import dev.launcho.cli.server.auth.Tokens;
import dev.launcho.cli.server.feed.PageFeed;
import dev.launcho.cli.server.http.HttpRouter;
import dev.launcho.cli.server.http.RequestAuthenticator.Access;
import dev.launcho.cli.server.metrics.MetricsExposition;
import dev.launcho.cli.server.notify.ReceiverOperations;
import dev.launcho.cli.server.sample.SampleHistory;
import dev.launcho.core.event.ChangeAuthor;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document and the routes, held against each other; each operation is tried with the examples that it has. */
class OpenApiTest {
    private static final List<String> METHODS = List.of("get", "head", "put", "post", "delete", "patch");
    private static final Path DOCS = Path.of("../docs/api.md");
    private static final String BEGIN = "<!-- made of openapi.json; make generated -->\n";
    private static final String END = "<!-- end of what is made -->\n";

    @TempDir
    static Path directory;

    private static FakeServer server;
    private static Auth auth;

    /** One method of one path. */
    record Operation(String method, String path, JsonObject json) {
        String route() {
            return method + " " + path;
        }

        Access access() {
            return Access.valueOf(json.getString("x-access").toUpperCase(Locale.ROOT));
        }

        List<JsonObject> parameters(String in) {
            return json.getArray("parameters", new JsonArray()).stream()
                    .map(JsonObject.class::cast)
                    .filter(parameter -> parameter.getString("in").equals(in))
                    .toList();
        }

        @Override
        public String toString() {
            return route();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = FakeServer.start(directory);
        auth = AuthFile.read(server.home().serverAuth());
        server.operations().addEvent("web", "something happened");
        server.operations().rollouts().addStep("web", "a step");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonObject document() throws Exception {
        return Json.parse(new String(OpenApi.document(), StandardCharsets.UTF_8));
    }

    static Stream<Operation> operations() throws Exception {
        List<Operation> all = new ArrayList<>();
        document()
                .getObject("paths")
                .forEach((path, item) -> METHODS.stream()
                        .filter(((JsonObject) item)::has)
                        .forEach(method -> all.add(new Operation(
                                method.toUpperCase(Locale.ROOT), path, ((JsonObject) item).getObject(method)))));
        return all.stream();
    }

    @Test
    void document_andRoutes_haveTheSameOperations() throws Exception {
        Credentials credentials = server.credentials();
        PageSessions sessions = new PageSessions(credentials, System::nanoTime, ended -> {});
        LoginLinks links = new LoginLinks(credentials, System::nanoTime);
        Tokens tokens =
                new Tokens(credentials, sessions, new AttemptThrottle(System::nanoTime), warning -> {}, Runnable::run);
        HttpRouter router = AdminRoutes.router(
                server.operations(),
                MetricsExposition.of(server.operations()::status),
                ReceiverOperations.NONE,
                new Credentials(server.home().serverAuth(), auth),
                what -> {},
                token -> {},
                new SessionRoutes(
                        new PageLogin(tokens, credentials, links, sessions), links, sessions, what -> {}, "", ""),
                new PageFeed(server.operations()),
                new SampleHistory(System::nanoTime, Instant.EPOCH));
        Map<String, Access> documented = new TreeMap<>();
        operations().forEach(operation -> documented.put(operation.route(), operation.access()));

        assertThat(documented)
                .as("routes need an entry in openapi.json, and entries a route")
                .containsExactlyInAnyOrderEntriesOf(router.list());
    }

    @Test
    void references_all_leadSomewhere() throws Exception {
        Schema schema = new Schema(document());
        List<JsonObject> left = new ArrayList<>(List.of(document()));
        while (!left.isEmpty()) {
            JsonObject object = left.remove(left.size() - 1);
            schema.resolved(object);
            object.values().forEach(value -> {
                if (value instanceof JsonObject one) {
                    left.add(one);
                } else if (value instanceof JsonArray many) {
                    many.stream()
                            .filter(JsonObject.class::isInstance)
                            .map(JsonObject.class::cast)
                            .forEach(left::add);
                }
            });
        }
    }

    /** What a server answers. */
    private record Answer(int status, String type, String body) {}

    private static Answer ask(Operation operation, String token) throws Exception {
        String path = operation.path();
        for (JsonObject parameter : operation.parameters("path")) {
            path = path.replace("{" + parameter.getString("name") + "}", parameter.getString("example"));
        }
        List<String> query = new ArrayList<>();
        for (JsonObject parameter : operation.parameters("query")) {
            if (parameter.has("example")) {
                query.add(parameter.getString("name") + "="
                        + URLEncoder.encode(String.valueOf(parameter.get("example")), StandardCharsets.UTF_8));
            }
        }
        String body = "";
        if (operation.json().has("requestBody")) {
            JsonObject content = operation.json().getObject("requestBody").getObject("content");
            body = content.getObject(content.keySet().iterator().next())
                    .getString("example")
                    .replace("TOKEN", token);
        }
        String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        try (RawClient client = new RawClient(server.port())) {
            RawClient asked = client.send(operation.method() + " " + target + " HTTP/1.1~Host: x~Authorization: Bearer "
                    + token + "~Connection: close~Content-Length: " + body.length() + "~~" + body);
            boolean endless = operation.path().equals("/v1/stream");
            String all = endless ? asked.readUntil("\n\n") : asked.readAll();
            int end = all.indexOf("\r\n\r\n");
            String head = all.substring(0, end);
            String type = head.replaceAll("(?s).*content-type: ([^\r]*).*", "$1");
            return new Answer(Integer.parseInt(head.substring(9, 12)), type, all.substring(end + 4));
        }
    }

    /** Something of each kind is there, whatever order the tests run in. */
    private static void prepare() throws Exception {
        server.operations().logs().set(FakeLogs.text("a line\n"));
        server.credentials().named().remove("ci");
        server.credentials()
                .named()
                .add(
                        new NamedToken(
                                "old",
                                NamedToken.Role.READ,
                                NamedToken.hash("old"),
                                "ana",
                                List.of("admin"),
                                Instant.EPOCH,
                                Instant.MAX),
                        () -> true);
        server.operations().setSecret("DATABASE_URL", "x", new ChangeAuthor("a", "b"));
        Files.createDirectories(server.home().storage());
        server.operations()
                .storeResource(
                        "hello.txt",
                        new ByteArrayInputStream("hello world".getBytes(StandardCharsets.UTF_8)),
                        new ChangeAuthor("a", "b"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operation_withItsExamples_answersAsDescribed(Operation operation) throws Exception {
        prepare();
        String token = AuthFile.read(server.home().serverAuth()).token();

        Answer answer = ask(operation, token);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonObject content =
                operation.json().getObject("responses").getObject("200").getObject("content", new JsonObject());
        if (content.isEmpty()) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        assertThat(content).containsKey(answer.type());
        JsonObject described = content.getObject(answer.type()).getObject("schema");
        Schema schema = new Schema(document());
        if (answer.type().equals("application/json")) {
            assertThat(schema.problems(described, Json.parse(answer.body()), "answer"))
                    .isEmpty();
        } else if (answer.type().equals("application/x-ndjson")) {
            answer.body()
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .forEach(line -> assertThat(schema.problems(described, Json.parse(line), "line"))
                            .isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operation_withTheReadOnlyToken_isDoneOnlyIfItReads(Operation operation) throws Exception {
        prepare();
        String token = AuthFile.read(server.home().serverAuth()).readOnlyToken();
        boolean head = operation.method().equals("HEAD");

        Answer answer = ask(operation, token);

        assertThat(answer.status()).isEqualTo(operation.access() == Access.CHANGE ? 403 : 200);
        if (operation.access() != Access.NOTHING) { // Whoever logs in may come from another site.
            assertThat(operation.json().getObject("responses").has("403"))
                    .isEqualTo(operation.access() == Access.CHANGE);
        }
        if (answer.status() == 403 && !head) {
            JsonObject error =
                    document().getObject("components").getObject("schemas").getObject("Error");
            assertThat(new Schema(document()).problems(error, Json.parse(answer.body()), "error"))
                    .isEmpty();
        }
    }

    @Test
    void document_served_isTheOne() throws Exception {
        Operation self = operations()
                .filter(o -> o.path().equals("/v1/openapi.json"))
                .findFirst()
                .orElseThrow();

        assertThat(ask(self, AuthFile.read(server.home().serverAuth()).token()).body())
                .isEqualTo(new String(OpenApi.document(), StandardCharsets.UTF_8));
    }

    private static String token(Access access) {
        return switch (access) {
            case NOTHING -> "none";
            case READ -> "either";
            case CHANGE -> "admin";
        };
    }

    @Test
    void docs_ofTheRoutes_areWhatTheDocumentSays() throws Exception {
        StringBuilder table = new StringBuilder("| request | token | |\n|---|---|---|\n");
        operations().forEach(operation -> {
            List<String> query = operation.parameters("query").stream()
                    .map(parameter -> parameter.getString("name"))
                    .toList();
            table.append("| `")
                    .append(operation.route())
                    .append(query.isEmpty() ? "" : "?" + String.join("&", query))
                    .append("` | ")
                    .append(token(operation.access()))
                    .append(" | ")
                    .append(operation.json().getString("summary"))
                    .append(" |\n");
        });
        String page = Files.readString(DOCS);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        String wanted = page.substring(0, begin) + "\n" + table + "\n" + page.substring(end);
        if (Boolean.getBoolean("launcho.generate")) {
            Files.writeString(DOCS, wanted);
        }
        assertThat(Files.readString(DOCS)).as("run make generated").isEqualTo(wanted);
    }
}
