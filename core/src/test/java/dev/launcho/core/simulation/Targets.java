package dev.launcho.core.simulation;

import dev.launcho.core.spec.TargetReader;
import dev.launcho.core.spec.TargetReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Targets that users come up with. */
final class Targets {
    static final String RESOURCE = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc71";

    /** The version whose instances come up and stay up. */
    static final String SOUND = "sound";

    private static final int REMEMBERED = 10_000;
    private static final Map<String, TargetReading> READ = new ConcurrentHashMap<>();
    private static final Map<Integer, String> TEXTS = new ConcurrentHashMap<>();

    private final Dice dice;
    private final boolean sound;
    private final List<String> names = new ArrayList<>();
    private final StringBuilder processes = new StringBuilder();

    /** So many there are: a text that was read once need not be read again in another story. */
    private static final int DIFFERENT = 1_000;

    private Targets(Dice dice, boolean sound) {
        this.dice = dice;
        this.sound = sound;
    }

    /** @param sound whether it names versions that come up */
    static String text(Dice dice, boolean sound) {
        int which = dice.below(DIFFERENT);
        return TEXTS.computeIfAbsent(
                sound ? -1 - which : which, w -> new Targets(Dice.of(which, "target"), sound).text());
    }

    static TargetReading read(String text) {
        if (READ.size() > REMEMBERED) {
            READ.clear();
        }
        return READ.computeIfAbsent(text, t -> TargetReader.read("target.yaml", t));
    }

    private String text() {
        String front = dice.oneIn(5) ? "front" : "http";
        if (!dice.oneIn(4)) {
            process("db", "", "");
        }
        if (!dice.oneIn(4)) {
            process("job", "", ", restart: never");
        }
        if (!dice.oneIn(6)) {
            process(dice.oneIn(6) ? "site" : "web", front, replicas());
        }
        if (!dice.oneIn(3)) {
            process("api", dice.oneIn(3) ? front + ", api" : "api", replicas());
        }
        if (!dice.oneIn(3)) {
            process("worker", "", replicas() + worker());
        }
        return "processes:\n" + (names.isEmpty() ? "  []\n" : processes) + "services:\n- {name: " + front
                + ", on: \"127.0.0.1:" + (dice.oneIn(4) ? 5001 : 5000) + "\"" + unavailable()
                + "}\n- {name: api, on: \"127.0.0.1:6000\"" + unavailable() + "}\n";
    }

    private String unavailable() {
        return dice.oneIn(3) ? ", unavailable: close" + (dice.oneIn(2) ? ", hold: 2s" : "") : "";
    }

    private void process(String name, String receives, String more) {
        processes
                .append("- {name: ")
                .append(name)
                .append(", command: [serve, ")
                .append(sound ? SOUND : "v" + dice.below(5))
                .append(']')
                .append(receives.isEmpty() ? "" : ", receives: [" + receives + "]")
                .append(receives.contains(",") ? ", health: {tcp: api}" : "")
                .append(", start_timeout: 20s, drain: ")
                .append(drain(name) / 1000)
                .append("s, stop: {timeout: 5s}")
                .append(after())
                .append(more)
                .append("}\n");
        names.add(name);
    }

    /** Milliseconds; the same in all targets, so that it is known how long connections had to be given. */
    static long drain(String process) {
        return switch (process) {
            case "web", "site" -> 10_000;
            case "api" -> 3_000;
            default -> 1_000;
        };
    }

    private String after() {
        return names.isEmpty() || !dice.oneIn(4) ? "" : ", after: [" + dice.any(names) + "]";
    }

    private String replicas() {
        String update = dice.oneIn(5) ? ", update: recreate" : "";
        return ", replicas: " + (dice.oneIn(8) ? 0 : 1 + dice.below(4)) + update;
    }

    private String worker() {
        String secret = dice.oneIn(3) ? "" : ", env: {KEY: \"${KEY}\"}";
        String resource = dice.oneIn(4) ? ", resources: [{id: " + RESOURCE + ", file: app.tar}]" : "";
        return secret + resource + (dice.oneIn(4) ? ", restart: on-failure" : "");
    }
}
