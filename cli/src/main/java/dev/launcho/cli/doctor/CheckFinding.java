package dev.launcho.cli.doctor;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.protocol.Json;
import java.util.Locale;

/**
 * The result of a check.
 *
 * @param check the subject in a word: {@code clock}
 * @param message one line
 * @param advice the command to type, or what to do; empty if nothing can be done
 */
public record CheckFinding(String check, State state, String message, String advice) {
    /** The severity of a finding. */
    public enum State {
        OK,
        /** Works, but not as well as it could. */
        WARNING,
        /** Something does not work, or is open to others. */
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static CheckFinding ok(String check, String message) {
        return new CheckFinding(check, State.OK, message, "");
    }

    static CheckFinding warning(String check, String message, String advice) {
        return new CheckFinding(check, State.WARNING, message, advice);
    }

    static CheckFinding failed(String check, String message, String advice) {
        return new CheckFinding(check, State.FAILED, message, advice);
    }

    public JsonObject json() {
        return Json.object("check", check, "state", state.word(), "message", message, "advice", advice);
    }
}
