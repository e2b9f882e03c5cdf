package dev.launcho.cli.line;

import java.util.Map;

/** The user's own locale, in place of that which the launcho script has set for the JVM. Immutable. */
final class UserLocale {
    /** By variable; empty = not set. */
    private final Map<String, String> variables;

    UserLocale(CommandContext session) {
        this.variables = Map.of(
                "LC_ALL", session.environment("LAUNCHO_LC_ALL"), "LANGUAGE", session.environment("LAUNCHO_LANGUAGE"));
    }

    /** Gives it to a program of the user's. */
    void applyTo(ProcessBuilder program) {
        program.environment().keySet().removeAll(variables.keySet());
        variables.forEach((name, value) -> {
            if (!value.isEmpty()) {
                program.environment().put(name, value);
            }
        });
    }
}
