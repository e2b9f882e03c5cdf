package dev.launcho.cli.protocol;

import com.grack.nanojson.JsonObject;
import dev.launcho.core.event.AffectedSubject;
import dev.launcho.core.event.ChangeResult;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The answer to every request that changes what runs. {@code affected} has a line for each of {@code subjects}, which is
 * newer: an older server sends only lines.
 */
public final class ChangeJson {
    private ChangeJson() {}

    public static JsonObject write(ChangeResult change) {
        return Json.object(
                "revision",
                change.revision(),
                "changed",
                change.changed(),
                "notices",
                Json.strings(change.notices()),
                "affected",
                Json.strings(change.affected()),
                "subjects",
                Json.array(change.subjects(), ChangeJson::write));
    }

    private static JsonObject write(AffectedSubject subject) {
        return Json.object(
                "kind", word(subject.kind()),
                "name", subject.name(),
                "effect", subject.effect(),
                "how", subject.how());
    }

    public static ChangeResult read(JsonObject json) {
        return new ChangeResult(
                json.getLong("revision"), json.getBoolean("changed"), affected(json), Json.strings(json, "notices"));
    }

    private static List<AffectedSubject> affected(JsonObject json) {
        List<String> lines = Json.strings(json, "affected");
        List<JsonObject> subjects = Json.objects(json, "subjects", subject -> subject);
        return IntStream.range(0, lines.size())
                .mapToObj(i -> i < subjects.size()
                        ? subject(subjects.get(i), lines.get(i))
                        : AffectedSubject.unknown(lines.get(i)))
                .toList();
    }

    private static AffectedSubject subject(JsonObject json, String line) {
        AffectedSubject.Kind kind = Json.constant(json, "kind", AffectedSubject.Kind.UNKNOWN);
        return kind == AffectedSubject.Kind.UNKNOWN
                ? AffectedSubject.unknown(line) // A kind of a newer server.
                : new AffectedSubject(
                        kind, Json.string(json, "name"), Json.string(json, "effect"), Json.string(json, "how"));
    }

    private static String word(AffectedSubject.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
