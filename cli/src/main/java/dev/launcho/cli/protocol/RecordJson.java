package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.text.DurationFormat;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a record: a member for each component, in their order, with the name in snake case. {@link ViewShapes} has what
 * differs from that. A component's type is a string, a number, a boolean, a time, a duration, an enum, a record, or a list, set,
 * map or {@link Optional} of these. An empty {@code Optional} is written as no member.
 *
 * <p>The reader is lenient, like {@link Json}: it ignores unknown members, and one that is missing or of another type reads as
 * empty, zero, false or {@link Instant#EPOCH}. A word that an enum does not have reads as its {@code UNKNOWN}.
 */
public final class RecordJson {
    private static final ClassValue<RecordJson> KNOWN = new ClassValue<>() {
        @Override
        protected RecordJson computeValue(Class<?> type) {
            return new RecordJson(type, ViewShapes.of(type));
        }
    };
    private static final JsonObject NOTHING = new JsonObject();

    /** @param key its name in JSON */
    private record Member(String component, String key, Type type, Method accessor) {}

    private final RecordShape<?> shape;
    private final List<Member> members = new ArrayList<>();
    private final Constructor<?> constructor;

    private RecordJson(Class<?> type, RecordShape<?> shape) {
        if (!type.isRecord()) {
            throw new IllegalStateException(type + " has no JSON: ViewShapes has to write and read it");
        }
        this.shape = shape;
        List<Class<?>> types = new ArrayList<>();
        for (RecordComponent c : type.getRecordComponents()) {
            members.add(new Member(c.getName(), shape.key(c.getName()), c.getGenericType(), c.getAccessor()));
            types.add(c.getType());
        }
        try {
            this.constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e); // Every record has it.
        }
    }

    public static JsonObject write(Record record) {
        return KNOWN.get(record.getClass()).written(record);
    }

    /** Returns the JSON of a record, or of a list of records. What is JSON stays as it is. */
    public static Object json(Object view) {
        return Objects.requireNonNull(written(view));
    }

    /** @throws IllegalArgumentException for a word that an enum without {@code UNKNOWN} does not have */
    public static <T extends Record> T read(Class<T> type, JsonObject json) {
        return type.cast(KNOWN.get(type).made(json));
    }

    /** Reads the objects of an array; other elements are ignored. */
    public static <T extends Record> List<T> list(Class<T> type, JsonObject json, String name) {
        return Json.objects(json, name, item -> read(type, item));
    }

    private JsonObject written(Record record) {
        JsonObject json = new JsonObject();
        for (Member member : members) {
            Object value = call(member.accessor, record);
            if (shape.isFlat(member.component)) {
                json.putAll(write((Record) value));
            } else if (!shape.isOmitted(member.component)) {
                put(json, member.key, shape.written(member.component, record).orElse(value));
            }
        }
        shape.derived(record).forEach((key, value) -> put(json, key, value));
        return shape.completed(json);
    }

    private static void put(JsonObject json, String key, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> json.put(key, written(present)));
        } else {
            json.put(key, written(value));
        }
    }

    private static @Nullable Object written(@Nullable Object value) {
        if (value instanceof Record record) {
            return write(record);
        }
        if (value instanceof Collection<?> items) {
            return Json.array(items, RecordJson::written);
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject json = new JsonObject();
            map.forEach((key, item) -> json.put((String) key, written(item)));
            return json;
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof Duration duration) {
            return DurationFormat.format(duration);
        }
        return value instanceof Instant ? value.toString() : value;
    }

    private Object made(JsonObject json) {
        Object[] values = new Object[members.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(members.get(i), json);
        }
        return call(constructor, null, values);
    }

    private Object value(Member member, JsonObject json) {
        String component = member.component;
        Optional<Object> read = shape.read(component, json);
        if (read.isPresent()) {
            return read.get();
        }
        if (shape.isFlat(component)) {
            return made(member.type, json);
        }
        JsonObject from = shape.isOmitted(component) ? NOTHING : json;
        return value(member.type, from, member.key, shape.otherwise(component));
    }

    private static Object value(Type type, JsonObject json, String key, @Nullable Object otherwise) {
        if (otherwise instanceof Number && !(json.get(key) instanceof Number)) {
            return otherwise;
        }
        if (type == String.class) {
            return Json.string(json, key);
        }
        if (type == int.class || type == Integer.class) {
            return json.getInt(key);
        }
        if (type == long.class || type == Long.class) {
            return json.getLong(key);
        }
        if (type == double.class) {
            return json.getDouble(key);
        }
        if (type == boolean.class) {
            return json.getBoolean(key);
        }
        if (type == Instant.class) {
            return Json.instant(json, key);
        }
        if (type == Duration.class) {
            return DurationFormat.parse(Json.string(json, key)).orElse(Duration.ZERO);
        }
        if (type instanceof ParameterizedType generic) {
            return several(generic, json, key);
        }
        Class<?> one = (Class<?>) type;
        return one.isEnum()
                ? constant(one, Json.string(json, key), otherwise)
                : made(one, json.getObject(key, NOTHING));
    }

    private static Object several(ParameterizedType type, JsonObject json, String key) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            JsonObject object = json.getObject(key);
            return object == null ? Optional.empty() : Optional.of(made(of[0], object));
        }
        if (type.getRawType() == Map.class) {
            JsonObject object = json.getObject(key, NOTHING);
            Map<String, Object> map = new LinkedHashMap<>();
            for (String name : object.keySet()) {
                map.put(
                        name,
                        of[1] == String.class ? String.valueOf(object.get(name)) : value(of[1], object, name, null));
            }
            return map;
        }
        List<?> items =
                of[0] == String.class ? Json.strings(json, key) : Json.objects(json, key, item -> made(of[0], item));
        return type.getRawType() == Set.class ? Set.copyOf(items) : items;
    }

    private static Object made(Type type, JsonObject json) {
        return KNOWN.get((Class<?>) type).made(json);
    }

    private static Object constant(Class<?> type, String word, @Nullable Object otherwise) {
        Object unknown = otherwise;
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            if (name.equalsIgnoreCase(word)) {
                return constant;
            }
            unknown = name.equals("UNKNOWN") ? constant : unknown;
        }
        if (unknown == null) {
            throw new IllegalArgumentException("not a known " + type.getSimpleName());
        }
        return unknown;
    }

    private static Object call(Executable member, @Nullable Object record, Object... arguments) {
        try {
            return member instanceof Constructor<?> constructor
                    ? constructor.newInstance(arguments)
                    : ((Method) member).invoke(record, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(member + " is not public", e);
        }
    }
}
