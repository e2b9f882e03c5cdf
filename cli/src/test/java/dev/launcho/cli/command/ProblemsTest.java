package dev.launcho.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.server.FakeServer;
import dev.launcho.core.intent.RequestRefused;
import dev.launcho.core.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs are told of a file that is wrong: each problem by itself. */
class ProblemsTest {
    private static final String BAD = """
            processes:
            - name: web
              comand: [serve]
              env: {LAUNCHO_INSTANCE: x}
            services:
            - name: front
              on: nowhere
            """;

    @TempDir
    Path home;

    private FakeServer server;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(home);
        file = home.resolve("target.yaml");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonObject planError(String text) throws Exception {
        Files.writeString(file, text);
        Cli.Result result = Cli.at(home).run("target", "plan", file.toString(), "-o", "json");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        return Json.parse(result.err()).getObject("error");
    }

    @Test
    void plan_severalProblems_areElementsWithTheirPlaces() throws Exception {
        JsonObject error = planError(BAD);

        List<Problem> problems = RecordJson.list(Problem.class, error, "problems");
        assertThat(problems)
                .extracting(Problem::line, Problem::column, Problem::key)
                .containsExactly(
                        tuple(2, 3, "processes[0].command"),
                        tuple(3, 3, "processes[0].comand"),
                        tuple(4, 9, "processes[0].env.LAUNCHO_INSTANCE"),
                        tuple(7, 7, "services[0].on"));
        assertThat(problems)
                .allMatch(p -> p.file().equals(file.toString()) && !p.message().isEmpty());
        assertThat(problems.get(1).message()).isEqualTo("process \"web\": unknown key \"comand\"");
        assertThat(problems.get(1).hint()).isEqualTo("did you mean \"command\"?");
    }

    @Test
    void plan_severalProblems_theOtherMembersAreOfTheFirst() throws Exception {
        JsonObject error = planError(BAD);

        assertThat(error.getString("code")).isEqualTo("invalid");
        assertThat(error.getString("file")).isEqualTo(file.toString());
        assertThat(error.getInt("line")).isEqualTo(2);
        assertThat(error.getInt("column")).isEqualTo(3);
        assertThat(error.getString("message")).isEqualTo("process \"web\": the key \"command\" is missing");
        assertThat(error.getString("hint")).isEmpty();
    }

    @Test
    void plan_fileNameWithColons_isNotTakenApart() throws Exception {
        file = home.resolve("a:1:2: b.yaml");

        JsonObject error = planError("processes: 3\n");

        assertThat(error.getString("file")).isEqualTo(file.toString());
        assertThat(error.getInt("line")).isEqualTo(1);
        assertThat(error.getInt("column")).isEqualTo(12);
    }

    @Test
    void plan_serverFindsProblems_areTheSameElements() throws Exception {
        List<Problem> found = List.of(
                new Problem("target.yaml", 4, 5, "services[0].on", "service \"a\": on: can't be", "take another", 3),
                new Problem("target.yaml", 9, 1, "", "odd", "", 1));
        server.operations().onPlan(() -> {
            throw RequestRefused.invalid(found);
        });

        JsonObject error = planError("processes: []\n");

        assertThat(error.getString("message")).isEqualTo("service \"a\": on: can't be");
        assertThat(error.getString("hint")).isEqualTo("take another");
        assertThat(RecordJson.list(Problem.class, error, "problems"))
                .extracting(Problem::line, Problem::column, Problem::key, Problem::message, Problem::hint)
                .containsExactly(
                        tuple(4, 5, "services[0].on", "service \"a\": on: can't be", "take another"),
                        tuple(9, 1, "", "odd", ""));
    }

    @Test
    void plan_serverRefusesForSomethingElse_hasNoProblemsAndAllLines() throws Exception {
        server.operations().onPlan(() -> {
            throw new RequestRefused(RequestRefused.Code.INVALID, List.of("1:2:3: it is odd", "try again"));
        });

        JsonObject error = planError("processes: []\n");

        assertThat(error.getString("message")).isEqualTo("1:2:3: it is odd");
        assertThat(error.getString("hint")).isEqualTo("try again");
        assertThat(error.getInt("line")).isZero();
        assertThat(error).doesNotContainKey("problems");
    }

    @Test
    void status_authFileIsBad_isAProblemWithItsPlace() throws Exception {
        Path auth = home.resolve("bad-launcho-client-auth.yaml");
        Files.writeString(auth, AuthFile.format(AuthFile.read(server.home().serverAuth())) + "hots: x\n");
        long line = Files.readString(auth).lines().count();

        Cli.Result result = Cli.at(home).run("status", "-w", "bad", "-o", "json");

        JsonObject error = Json.parse(result.err()).getObject("error");
        assertThat(error.getString("file")).isEqualTo(auth.toString());
        assertThat(error.getLong("line")).isEqualTo(line);
        assertThat(error.getString("message")).startsWith("unknown key \"hots\"");
        assertThat(error.getString("hint")).contains("launcho print-auth");
        assertThat(RecordJson.list(Problem.class, error, "problems"))
                .extracting(Problem::key)
                .containsExactly("hots");
    }
}
