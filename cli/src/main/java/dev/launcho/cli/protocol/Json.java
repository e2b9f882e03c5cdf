package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * A writer of JSON objects that keeps the order of their members, and a lenient reader. A member that is missing or of
 * another type reads as empty, zero or false. So an older client understands a newer server.
 */
public final class Json {
    /** The parser calls itself for each level. */
    private static final int DEEPEST = 100;

    private Json() {}

    /** Returns an object of alternating names and values; values are strings, numbers, booleans, objects and arrays. */
    public static JsonObject object(Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    public static <T> JsonArray array(Collection<T> items, Function<? super T, ?> write) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(write.apply(item)));
        return array;
    }

    public static JsonArray strings(Collection<String> items) {
        return array(items, Function.identity());
    }

    /** @throws IllegalArgumentException if {@code text} is not one JSON object */
    public static JsonObject parse(String text) {
        if (JsonDepth.of(text) > DEEPEST) {
            throw new IllegalArgumentException(
                    "not a JSON object of ours: it is nested more than " + DEEPEST + " deep");
        }
        try {
            return JsonParser.object().from(text);
        } catch (JsonParserException e) {
            throw new IllegalArgumentException("not a JSON object: " + e.getMessage(), e);
        }
    }

    /** Returns the object as text on one line. */
    public static String line(JsonObject object) {
        return JsonWriter.string(object);
    }

    /** Returns the value as indented text, for people. */
    public static String pretty(Object value) {
        return JsonWriter.indent("  ").string().value(value).done();
    }

    public static String string(JsonObject object, String name) {
        return object.getString(name, "");
    }

    public static List<String> strings(JsonObject object, String name) {
        return object.getArray(name, new JsonArray()).stream()
                .map(String::valueOf)
                .toList();
    }

    public static <T> List<T> objects(JsonObject object, String name, Function<JsonObject, T> read) {
        return object.getArray(name, new JsonArray()).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .map(read)
                .toList();
    }

    /** Reads a time in RFC 3339; {@link Instant#EPOCH} if the member is missing or not a time. */
    public static Instant instant(JsonObject object, String name) {
        try {
            return Instant.parse(string(object, name));
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
