package dev.launcho.core.spec.key;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.launcho.core.yaml.SchemaKey;
import dev.launcho.core.yaml.ValueShape;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;

/**
 * The target as a JSON Schema, draft-07, for editors (yaml-language-server reads 7 and below). It is made of the keys
 * that the readers use, so it can't drift from them. It is never stricter than they are. It leaves to them what they
 * report better: whether a name is known, an address free, a duration in its range.
 */
public final class TargetSchema {
    private static final String DURATION = "^(?=.)([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?$";
    private static final String SIZE = "^[0-9]{1,15}$|^[0-9]{1,6}[KMGT]i?$";

    private TargetSchema() {}

    /** Returns indented JSON with a final line end; the same text each time. */
    public static String json() {
        JsonObject schema = new JsonObject();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Launcho target");
        schema.put("description", "What a Launcho server keeps running: processes, and the services they receive.");
        schema.putAll(of(TargetKeys.TARGET, true));
        return JsonWriter.indent("  ").string().value(schema).done() + "\n";
    }

    /** @param filled false where the value after the key may be left out */
    private static JsonObject of(ValueShape shape, boolean filled) {
        return shape.accept(new Writer(filled));
    }

    private record Writer(boolean filled) implements ValueShape.Visitor<JsonObject> {
        @Override
        public JsonObject text(ValueShape.Text text) {
            return scalar(text, filled);
        }

        @Override
        public JsonObject choice(ValueShape.Choice choice) {
            return object("enum", strings(choice.words()));
        }

        @Override
        public JsonObject truth(ValueShape.Truth truth) {
            return object("type", "boolean");
        }

        @Override
        public JsonObject whole(ValueShape.Whole whole) {
            return object("type", "integer", "minimum", whole.least(), "maximum", whole.most());
        }

        @Override
        public JsonObject decimal(ValueShape.Decimal decimal) {
            return object("type", "number", "minimum", plain(decimal.least()), "maximum", plain(decimal.most()));
        }

        @Override
        public JsonObject span(ValueShape.Span span) {
            return object("type", "string", "pattern", DURATION);
        }

        @Override
        public JsonObject bytes(ValueShape.Bytes bytes) {
            return object(
                    "type",
                    strings(List.of("integer", "string")),
                    "minimum",
                    bytes.least(),
                    "maximum",
                    bytes.most(),
                    "pattern",
                    SIZE);
        }

        @Override
        public JsonObject listOf(ValueShape.ListOf list) {
            return list(list, filled);
        }

        @Override
        public JsonObject mapOf(ValueShape.MapOf map) {
            return object("type", orNull("object", filled), "additionalProperties", of(map.value(), true));
        }

        @Override
        public JsonObject anyOf(ValueShape.AnyOf any) {
            JsonArray all = new JsonArray();
            any.shapes().forEach(each -> all.add(of(each, filled)));
            return object("anyOf", all);
        }

        @Override
        public JsonObject fields(ValueShape.Fields fields) {
            return mapping(fields, filled);
        }
    }

    /** Accepts every scalar, since the readers read each as a text. */
    private static JsonObject scalar(ValueShape.Text text, boolean filled) {
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

    /** Spells out both cases of letters: patterns of ECMA-262, which editors use, have no inline flags. */
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

    private static JsonObject list(ValueShape.ListOf list, boolean filled) {
        JsonObject json = object("type", orNull("array", filled), "items", of(list.item(), true));
        if (list.least() > 0) {
            json.put("minItems", list.least());
        }
        if (list.most() < Integer.MAX_VALUE) {
            json.put("maxItems", list.most());
        }
        return json;
    }

    private static JsonObject mapping(ValueShape.Fields fields, boolean filled) {
        JsonObject properties = new JsonObject();
        for (SchemaKey<?> key : fields.keys()) {
            JsonObject property = object("description", description(key));
            property.putAll(of(key.shape(), key.required()));
            if (!key.usual().isEmpty()) {
                property.put("default", value(key.usual()));
            }
            properties.put(key.name(), property);
        }
        JsonObject json = object("type", orNull("object", filled), "additionalProperties", false);
        List<String> required = fields.keys().stream()
                .filter(SchemaKey::required)
                .<String>map(SchemaKey::name)
                .toList();
        if (!required.isEmpty()) {
            json.put("required", strings(required));
        }
        json.put("properties", properties);
        return json;
    }

    private static String description(SchemaKey<?> key) {
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
