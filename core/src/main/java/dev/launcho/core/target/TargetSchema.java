package dev.launcho.core.target;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.yaml.Key;
import dev.launcho.core.yaml.Shape;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;

/**
 * The target as a JSON Schema, draft-07, for editors (yaml-language-server reads 7 and below). Made of the keys that the
 * readers read by, so that it can't drift from them. It is never stricter than they are, and tells them what they tell better:
 * whether a name is known, an address free, a duration in its range.
 */
public final class TargetSchema {
    private static final String DURATION = "^(?=.)([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?$";
    private static final String SIZE = "^[0-9]{1,15}$|^[0-9]{1,6}[KMGT]i?$";

    private TargetSchema() {}

    /** Indented JSON with a line end at its end; the same text each time. */
    public static String json() {
        JsonObject schema = new JsonObject();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Launcho target");
        schema.put(
                "description", "What a Launcho server is to keep running: processes, and the services they receive.");
        schema.putAll(of(TargetKeys.TARGET, true));
        return JsonWriter.indent("  ").string().value(schema).done() + "\n";
    }

    /** @param filled false where nothing may be written after the key */
    private static JsonObject of(Shape shape, boolean filled) {
        if (shape instanceof Shape.Text text) {
            return text(text, filled);
        } else if (shape instanceof Shape.Choice choice) {
            return object("enum", strings(choice.words()));
        } else if (shape instanceof Shape.Truth) {
            return object("type", "boolean");
        } else if (shape instanceof Shape.Whole whole) {
            return object("type", "integer", "minimum", whole.least(), "maximum", whole.most());
        } else if (shape instanceof Shape.Decimal decimal) {
            return object("type", "number", "minimum", plain(decimal.least()), "maximum", plain(decimal.most()));
        } else if (shape instanceof Shape.Span) {
            return object("type", "string", "pattern", DURATION);
        } else if (shape instanceof Shape.Bytes bytes) {
            return object(
                    "type",
                    strings(List.of("integer", "string")),
                    "minimum",
                    bytes.least(),
                    "maximum",
                    bytes.most(),
                    "pattern",
                    SIZE);
        } else if (shape instanceof Shape.ListOf list) {
            return list(list, filled);
        } else if (shape instanceof Shape.MapOf map) {
            return object("type", orNull("object", filled), "additionalProperties", of(map.value(), true));
        } else if (shape instanceof Shape.AnyOf any) {
            JsonArray all = new JsonArray();
            any.shapes().forEach(each -> all.add(of(each, filled)));
            return object("anyOf", all);
        }
        return fields((Shape.Fields) shape, filled);
    }

    /** Whatever scalar is written is read as a text. */
    private static JsonObject text(Shape.Text text, boolean filled) {
        JsonArray types = strings(List.of("string", "number", "boolean"));
        if (!filled) {
            types.add("null");
        }
        JsonObject json = object("type", types);
        if (!text.pattern().isEmpty()) {
            json.put("pattern", "^(" + anyCase(text.pattern()) + ")$");
        }
        return json;
    }

    /** ECMA-262, by which editors read patterns, has no flags inside of them. */
    private static String anyCase(String pattern) {
        if (!pattern.startsWith("(?i)")) {
            return pattern;
        }
        StringBuilder both = new StringBuilder();
        pattern.substring("(?i)".length()).chars().forEach(c -> {
            char letter = (char) c;
            both.append(
                    Character.isUpperCase(letter) ? "[" + letter + Character.toLowerCase(letter) + "]" : "" + letter);
        });
        return both.toString();
    }

    private static JsonObject list(Shape.ListOf list, boolean filled) {
        JsonObject json = object("type", orNull("array", filled), "items", of(list.item(), true));
        if (list.least() > 0) {
            json.put("minItems", list.least());
        }
        if (list.most() < Integer.MAX_VALUE) {
            json.put("maxItems", list.most());
        }
        return json;
    }

    private static JsonObject fields(Shape.Fields fields, boolean filled) {
        JsonObject properties = new JsonObject();
        for (Key<?> key : fields.keys()) {
            JsonObject property = object("description", description(key));
            property.putAll(of(key.shape(), key.required()));
            if (!key.usual().isEmpty()) {
                property.put("default", value(key.usual()));
            }
            properties.put(key.name(), property);
        }
        JsonObject json = object("type", orNull("object", filled), "additionalProperties", false);
        List<String> required = fields.keys().stream()
                .filter(Key::required)
                .<String>map(Key::name)
                .toList();
        if (!required.isEmpty()) {
            json.put("required", strings(required));
        }
        json.put("properties", properties);
        return json;
    }

    private static String description(Key<?> key) {
        return key.description()
                + (key.usual().isEmpty() ? "" : " Default: " + key.usual() + ".")
                + (key.example().isEmpty() ? "" : " Example: " + key.example());
    }

    private static Object value(String yaml) {
        try {
            return JsonParser.any().from(yaml);
        } catch (JsonParserException bare) {
            return yaml;
        }
    }

    private static Object orNull(String type, boolean filled) {
        return filled ? type : strings(List.of(type, "null"));
    }

    private static BigDecimal plain(int thousandths) {
        return new BigDecimal(
                BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString());
    }

    private static JsonObject object(Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    private static JsonArray strings(Collection<String> texts) {
        return new JsonArray(texts);
    }
}
