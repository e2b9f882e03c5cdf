package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.launcho.cli.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Compares JSON output with the output of an earlier version, and with golden files. {@code mvn -pl cli -am
 * -Dtest=EarlierHomeTest -Dsurefire.failIfNoSpecifiedTests=false -Dlauncho.golden.update=true test} writes the golden files
 * anew: review what has changed in them.
 */
final class GoldenJson {
    private static final Path FOLDER = Path.of("src/test/resources/dev/launcho/cli/earlier-home/golden");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    private final Instant begin;

    /** @param begin later times differ in each run, and are left out */
    GoldenJson(Instant begin) {
        this.begin = begin;
    }

    static Object parse(String text) {
        try {
            return JsonParser.any().from(text);
        } catch (JsonParserException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Asserts that JSON output is that of the golden file. */
    void check(String name, Object json) throws IOException {
        String text = plain(Json.pretty(settled(json))) + "\n";
        Path file = FOLDER.resolve(name + ".json");
        if (Boolean.getBoolean("launcho.golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(text).as("golden/" + name + ".json").isEqualTo(Files.readString(file));
    }

    /** Returns the JSON with the members of objects in order, and without the events of this run: instances race there. */
    private Object settled(Object json) {
        if (json instanceof JsonObject object) {
            JsonObject all = new JsonObject();
            object.keySet().stream().sorted().forEach(key -> all.put(key, settled(object.get(key))));
            return all;
        }
        if (json instanceof JsonArray array) {
            JsonArray all = new JsonArray();
            array.stream().filter(element -> !isEventOfThisRun(element)).forEach(e -> all.add(settled(e)));
            return all;
        }
        return json;
    }

    private boolean isEventOfThisRun(Object json) {
        return json instanceof JsonObject object
                && object.has("sequence")
                && !Instant.parse(object.getString("at")).isBefore(begin);
    }

    private String plain(String text) {
        return TIME.matcher(text).replaceAll(this::time).replaceAll("after \\d+\\.\\d+s", "after <time>");
    }

    private String time(MatchResult found) {
        return Instant.parse(found.group()).isBefore(begin) ? found.group() : "<now>";
    }

    /**
     * Asserts that output has all that it had in an earlier version. New members are allowed, and new elements at the
     * end of arrays are not.
     *
     * @param except names of members that differ from moment to moment
     */
    static void assertKept(String place, Object before, Object now, Set<String> except) {
        if (before instanceof JsonObject old) {
            assertThat(now).as(place).isInstanceOf(JsonObject.class);
            for (String key : old.keySet()) {
                if (!except.contains(key)) {
                    assertThat(((JsonObject) now).containsKey(key))
                            .as(place + "." + key)
                            .isTrue();
                    assertKept(place + "." + key, old.get(key), ((JsonObject) now).get(key), except);
                }
            }
        } else if (before instanceof JsonArray old) {
            assertThat(now).as(place).isInstanceOf(JsonArray.class);
            assertThat((JsonArray) now).as(place).hasSameSizeAs(old);
            for (int i = 0; i < old.size(); i++) {
                assertKept(place + "[" + i + "]", old.get(i), ((JsonArray) now).get(i), except);
            }
        } else if (before instanceof Number number) {
            assertThat(((Number) now).doubleValue()).as(place).isEqualTo(number.doubleValue());
        } else {
            assertThat(now).as(place).isEqualTo(before);
        }
    }
}
