package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.server.route.OpenApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What commands print with {@code -o json}, as a JSON Schema in {@code docs}. Most of it is what the server answers, so it
 * is made of the OpenAPI document: {@code make generated}. {@code session.sh} holds every command's output against it.
 */
class OutputSchemaTest {
    private static final Path FILE = Path.of("../docs/output.schema.json");
    private static final String COMPONENTS = "#/components/schemas/";
    private static final String DEFINITIONS = "#/definitions/";

    /** By command, with hyphens; of a stream, one line. */
    private static JsonObject outputs() {
        return Json.object(
                "status", component("Status"),
                "target-plan", component("Plan"),
                "target-show", component("RevisionText"),
                "history", listOf(component("Revision")),
                "resource-ls", listOf(component("Resource")),
                "resource-gc", component("Collected"),
                "secret-ls", listOf(Json.object("type", "string")),
                "events", listOf(component("Event")),
                "events-watch", component("Event"),
                "logs", logLine(),
                "why", component("Why"),
                "servers", listOf(server()),
                "token-ls", listOf(component("TokenEntry")),
                "token-create", component("NewToken"),
                "notify-ls", listOf(component("Receiver")),
                "notify-test", listOf(component("ReceiverAnswer")),
                "doctor", doctor(),
                "error", error());
    }

    private static JsonObject component(String name) {
        return Json.object("$ref", COMPONENTS + name);
    }

    private static JsonObject listOf(JsonObject items) {
        return Json.object("type", "array", "items", items);
    }

    private static JsonObject of(String type, String description) {
        return Json.object("type", type, "description", description);
    }

    private static JsonObject closed(String description, JsonObject properties) {
        return Json.object(
                "type",
                "object",
                "description",
                description,
                "required",
                Json.strings(properties.keySet()),
                "properties",
                properties);
    }

    private static JsonObject logLine() {
        JsonObject line = closed(
                "A line of a log.",
                Json.object(
                        "time", of("string", "By when its beginning had been written, RFC 3339."),
                        "process", of("string", "The process whose instance wrote it."),
                        "instance", of("string", "The instance."),
                        "text", of("string", "The line without its end.")));
        line.getObject("properties").put("partial", of("boolean", "True if the line goes on in the next object."));
        line.getObject("properties").put("lost", of("integer", "Bytes that are gone before it; 0 if not known."));
        return line;
    }

    private static JsonObject doctor() {
        JsonObject finding = closed(
                "What a check has found.",
                Json.object(
                        "check", of("string", "The name of the check: home, modes, clock, open files, ..."),
                        "state", of("string", "ok, warning or failed."),
                        "message", of("string", "What was found, in one line."),
                        "advice", of("string", "What to type, or to do; empty where nothing is wrong.")));
        return closed(
                "This machine and the home.",
                Json.object(
                        "healthy", of("boolean", "Whether no check failed; otherwise the exit code is 1."),
                        "findings", listOf(finding)));
    }

    private static JsonObject server() {
        return closed(
                "A server that --which can name.",
                Json.object(
                        "name", of("string", "As --which takes it; empty for the one that needs no name."),
                        "chosen", of("boolean", "Whether commands go to it when nothing else is said."),
                        "address", of("string", "Host and port; empty if its auth file is bad."),
                        "state", of("string", "ok, unreachable, not let in, bad auth file, failed."),
                        "revision", of("integer", "The revision of its target; 0 if not known."),
                        "version", of("string", "Empty if not known."),
                        "protected", of("boolean", "Whether changes ask first."),
                        "problem", of("string", "What to know of it; may be empty.")));
    }

    private static JsonObject error() {
        JsonObject error = closed(
                "What went wrong.",
                Json.object(
                        "code", of("string", "A word for programs, like not_found."),
                        "message", of("string", "What failed."),
                        "file", of("string", "Where; empty if it is in no file."),
                        "line", of("integer", "From 1; 0 if it is in no file."),
                        "column", of("integer", "From 1; 0 if it is in no file."),
                        "hint", of("string", "Hints, one a line; may be empty.")));
        error.getObject("properties").put("problems", problems());
        return closed(
                "What any command with -o json prints on standard error when it fails.", Json.object("error", error));
    }

    private static JsonObject problems() {
        return Json.object(
                "type",
                "array",
                "items",
                component("Problem"),
                "description",
                "All problems of a file, in the order of its lines; missing if something else failed. The members above are those of the first.");
    }

    private static JsonObject schema() throws IOException {
        JsonObject components = Json.parse(new String(OpenApi.document(), StandardCharsets.UTF_8))
                .getObject("components")
                .getObject("schemas");
        JsonObject outputs = outputs();
        Map<String, Object> used = new TreeMap<>();
        collect(outputs, components, used);
        JsonObject definitions = new JsonObject();
        outputs.forEach((name, output) -> definitions.put(name, moved(output)));
        used.forEach((name, component) -> definitions.put(name, moved(component)));
        return Json.object(
                "$schema",
                "http://json-schema.org/draft-07/schema#",
                "title",
                "What launcho prints with -o json",
                "description",
                "Each command's output is a definition with its name: #/definitions/target-plan. For a stream, it describes one line. Later versions may add members.",
                "definitions",
                definitions);
    }

    /** All components that {@code value} refers to, and those that they do. */
    private static void collect(Object value, JsonObject components, Map<String, Object> used) {
        if (value instanceof JsonArray array) {
            array.forEach(item -> collect(item, components, used));
        } else if (value instanceof JsonObject object) {
            String reference = object.getString("$ref", "");
            String name = reference.startsWith(COMPONENTS) ? reference.substring(COMPONENTS.length()) : "";
            if (!name.isEmpty() && used.putIfAbsent(name, components.getObject(name)) == null) {
                collect(components.getObject(name), components, used);
            }
            object.values().forEach(member -> collect(member, components, used));
        }
    }

    /** References go to definitions. */
    private static Object moved(Object value) {
        if (value instanceof JsonArray array) {
            return Json.array(array, OutputSchemaTest::moved);
        }
        if (value instanceof JsonObject object) {
            JsonObject copy = new JsonObject();
            object.forEach((name, member) -> copy.put(name, moved(member)));
            return copy;
        }
        return value instanceof String text && text.startsWith(COMPONENTS)
                ? DEFINITIONS + text.substring(COMPONENTS.length())
                : value;
    }

    @Test
    void file_inDocs_isWhatTheApiSays() throws Exception {
        String wanted = Json.pretty(schema()) + "\n";
        if (Boolean.getBoolean("launcho.generate")) {
            Files.writeString(FILE, wanted);
        }
        assertThat(Files.readString(FILE)).as("run make generated").isEqualTo(wanted);
    }

    @Test
    void outputs_all_haveADefinitionOfTheirName() throws Exception {
        assertThat(schema().getObject("definitions").keySet())
                .containsAll(outputs().keySet())
                .doesNotHaveDuplicates()
                .containsAll(List.of("Status", "Instance", "InstanceTraffic", "Latency"));
    }
}
