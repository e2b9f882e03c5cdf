package dev.launcho.cli.server;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** As much of JSON Schema as our OpenAPI document uses. */
public record Schema(JsonObject document) {
    /** A line for everything in {@code value} that is not as {@code schema} says. */
    public List<String> problems(JsonObject schema, Object value, String at) {
        List<String> problems = new ArrayList<>();
        check(resolved(schema), value, at, problems);
        return problems;
    }

    public JsonObject resolved(JsonObject object) {
        String reference = object.getString("$ref");
        if (reference == null) {
            return object;
        }
        JsonObject found = document;
        for (String step : reference.substring("#/".length()).split("/")) {
            found = found.getObject(step);
            if (found == null) {
                throw new AssertionError("nothing is at " + reference);
            }
        }
        return resolved(found);
    }

    private void check(JsonObject schema, Object value, String at, List<String> problems) {
        if (value == null && schema.getBoolean("nullable")) {
            return;
        }
        switch (schema.getString("type")) {
            case "object" -> {
                if (value instanceof JsonObject object) {
                    object(schema, object, at, problems);
                } else {
                    problems.add(at + " is no object");
                }
            }
            case "array" -> {
                if (value instanceof JsonArray array) {
                    JsonObject items = resolved(schema.getObject("items"));
                    for (int i = 0; i < array.size(); i++) {
                        check(items, array.get(i), at + "[" + i + "]", problems);
                    }
                } else {
                    problems.add(at + " is no array");
                }
            }
            case "string" -> string(schema, value, at, problems);
            case "integer" -> {
                if (!(value instanceof Number number) || number.doubleValue() != Math.rint(number.doubleValue())) {
                    problems.add(at + " is no integer");
                }
            }
            case "number" -> {
                if (!(value instanceof Number)) {
                    problems.add(at + " is no number");
                }
            }
            case "boolean" -> {
                if (!(value instanceof Boolean)) {
                    problems.add(at + " is neither true nor false");
                }
            }
            default -> problems.add(at + ": the schema has type " + schema.getString("type"));
        }
    }

    private void object(JsonObject schema, JsonObject object, String at, List<String> problems) {
        for (Object required : schema.getArray("required", new JsonArray())) {
            if (!object.has((String) required)) {
                problems.add(at + "." + required + " is missing");
            }
        }
        JsonObject properties = schema.getObject("properties", new JsonObject());
        JsonObject others = schema.getObject("additionalProperties");
        object.forEach((name, value) -> {
            JsonObject of = properties.has(name) ? properties.getObject(name) : others;
            if (of != null) {
                check(resolved(of), value, at + "." + name, problems);
            } else if (!properties.isEmpty()) {
                problems.add(at + "." + name + " is not in the schema");
            }
        });
    }

    private static void string(JsonObject schema, Object value, String at, List<String> problems) {
        if (!(value instanceof String text)) {
            problems.add(at + " is no string");
            return;
        }
        JsonArray allowed = schema.getArray("enum");
        if (allowed != null && !allowed.contains(text)) {
            problems.add(at + " is \"" + text + "\", not one of " + allowed);
        }
        if ("date-time".equals(schema.getString("format"))) {
            try {
                Instant.parse(text);
            } catch (DateTimeParseException e) {
                problems.add(at + " is \"" + text + "\", not a time");
            }
        }
    }
}
