package dev.launcho.cli.server.notify;

import dev.launcho.core.text.QuotedText;
import java.time.temporal.ChronoUnit;

/** The text of a message, for people: one line. */
final class MessageText {
    /** Most characters of a text. */
    static final int LONGEST = 1000;

    private MessageText() {}

    static String begun(TroubleSign sign, long revision) {
        String what = switch (sign.kind()) {
            case LIVE -> "revision " + revision + " is live";
            case FAILED -> "the rollout failed, " + sign.text();
            case CRASH_LOOP -> "crash loop, " + sign.text();
            case UNHEALTHY, OUT_OF_MEMORY, DISK, RECOVERED -> sign.text();
        };
        return line(sign.process(), what);
    }

    static String over(OpenTrouble trouble) {
        return line(trouble.process(), "recovered, " + name(trouble));
    }

    /** Returns the text of the end of a trouble that another of its kind follows. */
    static String followed(OpenTrouble trouble) {
        return line(trouble.process(), "another version failed, which ends: " + name(trouble));
    }

    private static String name(OpenTrouble trouble) {
        String what = switch (trouble.kind()) {
            case FAILED -> "failed rollout";
            case CRASH_LOOP, UNHEALTHY, OUT_OF_MEMORY, DISK, LIVE, RECOVERED ->
                trouble.kind().words();
        };
        return what + " since " + trouble.since().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String line(String process, String what) {
        String text = QuotedText.clean(process.isEmpty() ? what : process + ": " + what);
        return text.length() <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST - 1))) + "…";
    }
}
