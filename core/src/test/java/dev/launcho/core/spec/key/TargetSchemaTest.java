package dev.launcho.core.spec.key;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.launcho.core.spec.Item;
import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schema and the readers know the same keys: neither has one that the other lacks. */
class TargetSchemaTest {
    private static final String BASE = "processes:\n- {name: database, command: [db]}\n%s"
            + "services:\n- {name: http, on: \"127.0.0.1:5999\"}\n%s";

    @Test
    void readers_all_takeTheirKeysFromTheSchema() {
        noClasses()
                .should()
                .callMethod(YamlValue.class, "fields", String[].class)
                .orShould()
                .callMethod(YamlMap.class, "get", String.class)
                .orShould()
                .callMethod(YamlMap.class, "getFilled", String.class)
                .orShould()
                .callMethod(YamlMap.class, "require", String.class)
                .because("a key that is read by its bare name would be missing in the schema")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.launcho.core.spec"));
    }

    @TestFactory
    Stream<DynamicTest> examples_ofEachKey_areGoodTargets() {
        return places().stream()
                .map(place -> DynamicTest.dynamicTest(place.path(), () -> {
                    assertThat(place.key().example()).as("an example").isNotEmpty();
                    assertThat(problems(place, place.key().example())).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> defaults_ofEachKey_areGoodTargets() {
        return places().stream()
                .filter(place -> !place.key().usual().isEmpty())
                .map(place -> DynamicTest.dynamicTest(
                        place.path(),
                        () -> assertThat(problems(place, place.key().usual())).isEmpty()));
    }

    /** A key that is in the schema and read by nobody would take anything. */
    @TestFactory
    Stream<DynamicTest> rubbish_forEachKey_isRefused() {
        return places().stream()
                .map(place -> DynamicTest.dynamicTest(
                        place.path(),
                        () -> assertThat(problems(place, "{surely: [no, value]}"))
                                .isNotEmpty()));
    }

    @Test
    void json_eachKey_hasItsDescription() throws JsonParserException {
        JsonObject schema = JsonParser.object().from(TargetSchema.json());
        assertThat(schema.getString("$schema")).isEqualTo("http://json-schema.org/draft-07/schema#");
        for (Place place : places()) {
            JsonObject property = place.in(schema);
            assertThat(property.getString("description", ""))
                    .as(place.path())
                    .startsWith(place.key().description())
                    .hasSizeGreaterThan(20);
        }
    }

    @Test
    void json_boundsAndChoices_areThoseOfTheReaders() throws JsonParserException {
        JsonObject process = properties(JsonParser.object().from(TargetSchema.json()), "processes");
        assertThat(process.getObject("replicas").getInt("maximum")).isEqualTo(1000);
        assertThat(process.getObject("update").getArray("enum")).containsExactly("surge", "recreate");
        assertThat(process.getObject("limits").getObject("properties").getObject("cpu"))
                .containsEntry("type", "number");
        assertThat("sigterm"
                        .matches(process.getObject("stop")
                                .getObject("properties")
                                .getObject("signal")
                                .getString("pattern")))
                .isTrue();
    }

    private static List<String> problems(Place place, String value) {
        String line = place.key().name() + ": " + value;
        for (int depth = place.parents().size() - 1; depth >= 0; depth--) {
            String sibling = place.parents().get(depth).equals("health") && !line.matches("(path|tcp|exec):.*")
                    ? line.matches("(scheme|host|headers|status):.*") ? "path: /, " : "tcp: http, "
                    : "";
            line = place.parents().get(depth) + ": "
                    + (place.parents().get(depth).equals("resources")
                            ? "[{" + resource(place, line) + "}]"
                            : "{" + (line.startsWith("service:") ? "path: /, " : sibling) + line + "}");
        }
        String process = place.service() ? "" : line;
        String service = place.service() ? line : "";
        String text = String.format(
                BASE,
                Item.of(process, "name: web", "command: [x]", "receives: [http]"),
                Item.of(service, "name: other", "on: \"127.0.0.1:6000\""));
        return TargetReader.read("target.yaml", text).problems().stream()
                .map(p -> p.message())
                .toList();
    }

    private static String resource(Place place, String line) {
        return line + ", " + (place.key().name().equals("id") ? "file: f" : "id: \"" + "0".repeat(40) + "\"");
    }

    private static JsonObject properties(JsonObject schema, String list) {
        return schema.getObject("properties").getObject(list).getObject("items").getObject("properties");
    }

    /** A key of a process or a service, and the keys that it stands below. */
    private record Place(boolean service, List<String> parents, SchemaKey<?> key) {
        String path() {
            return (service ? "service " : "process ")
                    + String.join(
                            ".",
                            Stream.concat(parents.stream(), Stream.of(key.name()))
                                    .toList());
        }

        JsonObject in(JsonObject schema) {
            JsonObject properties = properties(schema, service ? "services" : "processes");
            for (String parent : parents) {
                JsonObject below = properties.getObject(parent);
                if (below.has("anyOf")) {
                    below = below.getArray("anyOf").stream()
                            .map(JsonObject.class::cast)
                            .filter(each -> each.has("properties"))
                            .findFirst()
                            .orElseThrow();
                }
                properties = (below.has("items") ? below.getObject("items") : below).getObject("properties");
            }
            return properties.getObject(key.name());
        }
    }

    private static List<Place> places() {
        List<Place> places = new ArrayList<>();
        collect(ProcessKeys.PROCESS, false, List.of(), places);
        collect(ServiceKeys.SERVICE, true, List.of(), places);
        return places;
    }

    private static void collect(ValueShape shape, boolean service, List<String> parents, List<Place> places) {
        if (shape instanceof ValueShape.Fields fields) {
            for (SchemaKey<?> key : fields.keys()) {
                places.add(new Place(service, parents, key));
                collect(
                        key.shape(),
                        service,
                        Stream.concat(parents.stream(), Stream.of(key.name())).toList(),
                        places);
            }
        } else if (shape instanceof ValueShape.ListOf list) {
            collect(list.item(), service, parents, places);
        } else if (shape instanceof ValueShape.AnyOf any) {
            any.shapes().forEach(each -> collect(each, service, parents, places));
        }
    }
}
