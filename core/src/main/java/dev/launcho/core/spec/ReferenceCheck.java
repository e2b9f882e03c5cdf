package dev.launcho.core.spec;

import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The places where a target uses secrets and resources. Its {@link Problem}s are notices: the target is valid, and the
 * server waits for what is missing.
 *
 * @param file as the user named it
 * @param secrets each use, in the order of the file within a process
 * @param resources each use of a resource
 */
public record ReferenceCheck(String file, List<SecretReference> secrets, List<ResourceUse> resources) {
    public ReferenceCheck {
        secrets = List.copyOf(secrets);
        resources = List.copyOf(resources);
    }

    /** @param id the id as it is written, maybe a template */
    public record ResourceUse(String id, String subject, String key, int line, int column) {}

    /** Returns the names of all secrets in use, in alphabetical order. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        secrets.forEach(use -> names.add(use.name()));
        return Collections.unmodifiableSet(names);
    }

    /** Returns the subjects ({@code process "web"}) that use a secret, in the order of the file. */
    public List<String> users(String secret) {
        return secrets.stream()
                .filter(use -> use.name().equals(secret))
                .map(SecretReference::subject)
                .distinct()
                .toList();
    }

    /** Returns the notices that do not depend on the server's state: secrets that other users of the machine can read. */
    public List<Problem> warnings() {
        return secrets.stream()
                .filter(use -> use.isVisible() && !EnvNames.isOurs(use.name()))
                .map(use ->
                        notice(use, "secret " + use.name() + " is visible in process lists", "pass it in env instead"))
                .toList();
    }

    /**
     * Returns the notices about what is waited for, by line.
     *
     * @param secret returns the value of a secret, if it is set
     * @param stored returns whether a resource with this id is on the server
     */
    public List<Problem> notices(Function<String, Optional<String>> secret, Predicate<String> stored) {
        List<Problem> notices = new ArrayList<>();
        for (SecretReference use : secrets) {
            if (secret.apply(use.name()).isEmpty()) {
                String message = "secret " + use.name() + " is not set yet, the " + use.kind() + " waits for it";
                notices.add(notice(use, message, EnvNames.isOurs(use.name()) ? inShell(use) : ""));
            }
        }
        for (ResourceUse use : resources) {
            SecretTemplate.Result id = SecretTemplate.parse(use.id).resolve(secret);
            if (id.complete() && !stored.test(id.text())) {
                String message = use.subject + ": " + use.key + ": resource "
                        + QuotedText.of(ValueChecks.isResourceId(id.text()) ? id.text() : use.id)
                        + " is not on the server yet, the process waits for it";
                notices.add(new Problem(file, use.line, use.column, message, "", 1));
            }
        }
        Collections.sort(notices);
        return List.copyOf(notices);
    }

    /** Returns a hint: a variable that Launcho sets is no secret, and only a shell, or the process itself, can use it. */
    private static String inShell(SecretReference use) {
        return "the process has it in its environment: write [\"sh\", \"-c\", \"exec ... $" + use.name() + "\"]";
    }

    private Problem notice(SecretReference use, String message, String hint) {
        int length = use.name().length() + "${}".length();
        return new Problem(
                file, use.line(), use.column(), use.subject() + ": " + use.key() + ": " + message, hint, length);
    }
}
