package dev.launcho.core.store;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonStringWriter;
import dev.launcho.core.failure.CommandFault;
import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.OutOfMemory;
import java.util.Map;
import java.util.Optional;

/**
 * The end of an instance as members of a JSON object. {@code fault}, {@code lack} and {@code memory} are newer than the
 * others; their kinds of a later version are ignored.
 */
final class ExitText {
    private ExitText() {}

    static Map<String, Object> members(Exit exit) {
        Map<String, Object> members =
                EventFacts.members("stage", exit.stage().name(), "status", exit.status(), "problem", exit.problem());
        exit.fault()
                .ifPresent(fault -> members.put(
                        "fault",
                        EventFacts.members(
                                "kind", fault.kind().name(), "file", fault.file(), "detail", fault.detail())));
        exit.lack().ifPresent(lack -> members.put("lack", lack.name()));
        exit.memory().ifPresent(memory -> members.put("memory", memory.name()));
        return members;
    }

    static void write(Exit exit, JsonStringWriter json) {
        members(exit).forEach(json::value);
    }

    /** @throws RuntimeException if the object is no end of an instance */
    static Exit read(JsonObject o) {
        return new Exit(
                Exit.Stage.valueOf(o.getString("stage")),
                o.getInt("status", -1),
                o.getString("problem", ""),
                Optional.ofNullable(o.getObject("fault")).flatMap(ExitText::fault),
                constant(FailureKind.class, o.getString("lack", "")),
                constant(OutOfMemory.class, o.getString("memory", "")));
    }

    private static Optional<CommandFault> fault(JsonObject o) {
        return constant(CommandFault.Kind.class, o.getString("kind", ""))
                .map(kind -> new CommandFault(kind, o.getString("file", ""), o.getString("detail", "")));
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
