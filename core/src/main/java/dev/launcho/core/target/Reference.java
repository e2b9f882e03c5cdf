package dev.launcho.core.target;

/**
 * One use of a secret in a target.
 *
 * @param name of the secret
 * @param subject {@code process "main_server"} or {@code service "web"}
 * @param key below the subject: {@code resources[0].id}, {@code env.DATABASE_URL}
 * @param line of the value, from 1
 * @param column of the value, from 1
 */
public record Reference(String name, String subject, String key, int line, int column) {
    /** Whether the value can be seen by every user of the machine, in the list of processes. */
    boolean isVisible() {
        return key.startsWith("command[") || key.startsWith("health.exec[");
    }

    /** {@code process} or {@code service}. */
    String kind() {
        return subject.startsWith("service") ? "service" : "process";
    }
}
