package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which the JSON of a record differs from its components. Made by one thread, in {@link ViewShapes}; not changed
 * afterwards.
 */
final class RecordShape<T> {
    /** A member {@code key} that repeats the {@code member} of an inner {@code object}. */
    private record Repeat(String key, String object, String member) {}

    private final Class<T> type;
    private final Map<String, String> renamed = new HashMap<>();
    private final Set<String> flat = new HashSet<>();
    private final Set<String> omitted = new HashSet<>();
    private final Map<String, Object> defaults = new HashMap<>();
    private final List<Repeat> repeated = new ArrayList<>();
    private final Map<String, Function<T, ?>> derived = new LinkedHashMap<>();
    private final Map<String, Function<T, ?>> writers = new HashMap<>();
    private final Map<String, Function<JsonObject, ?>> readers = new HashMap<>();
    private List<String> first = List.of();

    RecordShape(Class<T> type) {
        this.type = type;
    }

    RecordShape<T> rename(String component, String key) {
        renamed.put(component, key);
        return this;
    }

    /** Writes the members of a record among those of the record that has it. */
    RecordShape<T> flatten(String component) {
        flat.add(component);
        return this;
    }

    /** Leaves components out. They read as if they were missing. */
    RecordShape<T> omit(String... components) {
        omitted.addAll(List.of(components));
        return this;
    }

    /** Reads a number or a word that is missing, or of another type, as this value. */
    RecordShape<T> otherwise(String component, Object value) {
        defaults.put(component, value);
        return this;
    }

    /** Adds a member that repeats one of an inner object. */
    RecordShape<T> repeat(String key, String object, String member) {
        repeated.add(new Repeat(key, object, member));
        return this;
    }

    /** Adds a member that follows from the components. */
    RecordShape<T> derive(String key, Function<T, ?> value) {
        derived.put(key, value);
        return this;
    }

    /** Writes another value than the component's; an empty {@link Optional} is written as no member. */
    RecordShape<T> write(String component, Function<T, ?> writer) {
        writers.put(component, writer);
        return this;
    }

    /** Reads a component in another way from the object that has it. */
    RecordShape<T> read(String component, Function<JsonObject, ?> reader) {
        readers.put(component, reader);
        return this;
    }

    /** Writes these keys before all others, in this order. */
    RecordShape<T> first(String... keys) {
        first = List.of(keys);
        return this;
    }

    /** Returns the name of a component in JSON: {@code log_of} of {@code logOf}. */
    String key(String component) {
        String name = renamed.get(component);
        return name != null ? name : snakeCase(component);
    }

    private static String snakeCase(String name) {
        StringBuilder words = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (Character.isUpperCase(c)) {
                words.append('_');
            }
            words.append(Character.toLowerCase(c));
        }
        return words.toString();
    }

    boolean isFlat(String component) {
        return flat.contains(component);
    }

    boolean isOmitted(String component) {
        return omitted.contains(component);
    }

    Optional<Object> written(String component, Record record) {
        Function<T, ?> writer = writers.get(component);
        return writer == null ? Optional.empty() : Optional.of(writer.apply(type.cast(record)));
    }

    Optional<Object> read(String component, JsonObject json) {
        Function<JsonObject, ?> reader = readers.get(component);
        return reader == null ? Optional.empty() : Optional.of(reader.apply(json));
    }

    @Nullable
    Object otherwise(String component) {
        return defaults.get(component);
    }

    Map<String, Object> derived(Record record) {
        Map<String, Object> values = new LinkedHashMap<>();
        derived.forEach((key, value) -> values.put(key, value.apply(type.cast(record))));
        return values;
    }

    /** Returns the members of {@code json} and those that repeat one, in order. */
    JsonObject completed(JsonObject json) {
        for (Repeat repeat : repeated) {
            json.put(repeat.key, json.getObject(repeat.object).get(repeat.member));
        }
        JsonObject ordered = new JsonObject();
        for (String key : first) {
            if (json.has(key)) {
                ordered.put(key, json.get(key));
            }
        }
        json.forEach(ordered::putIfAbsent);
        return ordered;
    }
}
