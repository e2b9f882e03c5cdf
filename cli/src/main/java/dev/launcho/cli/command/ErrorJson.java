package dev.launcho.cli.command;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.protocol.Json;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What went wrong, for programs: {@code {"error":{"code","message","file","line","column","hint"}}}. */
final class ErrorJson {
    private static final Pattern PLACE = Pattern.compile("(?s)([^:\\n]+):([0-9]+):([0-9]+): (.*)");

    private ErrorJson() {}

    /** Whether the arguments ask for JSON; they may be such that they can't be understood otherwise. */
    static boolean wanted(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String one = arguments.get(i);
            String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            if (one.equals("--")) {
                return false;
            }
            if ((one.equals("-o") || one.equals("--output")) && next.equalsIgnoreCase("json")) {
                return true;
            }
            if (one.matches("(?i)(-o=?|--output=)json")) {
                return true;
            }
        }
        return false;
    }

    /** @param lines the first says what failed, the others what helps */
    static JsonObject write(ExitCode exit, List<String> lines) {
        String first = lines.isEmpty() ? "" : lines.get(0);
        String hint = lines.size() < 2 ? "" : String.join("\n", lines.subList(1, lines.size()));
        Matcher place = PLACE.matcher(first);
        boolean placed = place.matches();
        return Json.object(
                "error",
                Json.object(
                        "code", exit.name().toLowerCase(Locale.ROOT),
                        "message", placed ? place.group(4) : first,
                        "file", placed ? place.group(1) : "",
                        "line", placed ? Integer.parseInt(place.group(2)) : 0,
                        "column", placed ? Integer.parseInt(place.group(3)) : 0,
                        "hint", hint));
    }
}
