package dev.launcho.core.spec;

/**
 * One use of a secret in a target.
 *
 * @param name name of the secret
 * @param subject {@code process "main_server"} or {@code service "web"}
 * @param key below the subject: {@code resources[0].id}, {@code env.DATABASE_URL}
 * @param line line of the value, from 1
 * @param column column of the value, from 1
 */
public record SecretReference(String name, String subject, String key, int line, int column) {
    /** Returns whether every user of the machine can see the value, in the list of processes. */
    boolean isVisible() {
        return key.startsWith("command[") || key.startsWith("health.exec[");
    }

    /** Returns {@code process} or {@code service}. */
    String kind() {
        return subject.startsWith("service") ? "service" : "process";
    }
}
