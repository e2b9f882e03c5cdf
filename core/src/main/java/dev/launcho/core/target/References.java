package dev.launcho.core.target;

import dev.launcho.core.yaml.Problem;
import dev.launcho.core.yaml.Quoted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Where a target uses secrets and resources. Its {@link Problem}s are notices: the target is good, and the server waits for
 * what is not there yet.
 *
 * @param file as the user named it
 * @param secrets each use, in the order of the file within a process
 * @param resources each resource that is asked for
 */
public record References(String file, List<Reference> secrets, List<ResourceUse> resources) {
    public References {
        secrets = List.copyOf(secrets);
        resources = List.copyOf(resources);
    }

    /** @param id as it is written, maybe a template */
    public record ResourceUse(String id, String subject, String key, int line, int column) {}

    /** Names of all secrets in use, in alphabetical order. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        secrets.forEach(use -> names.add(use.name()));
        return Collections.unmodifiableSet(names);
    }

    /** Subjects ({@code process "web"}) that use a secret, in the order of the file. */
    public List<String> users(String secret) {
        return secrets.stream()
                .filter(use -> use.name().equals(secret))
                .map(Reference::subject)
                .distinct()
                .toList();
    }

    /** What does not depend on the server's state: secrets that other users of the machine can read. */
    public List<Problem> warnings() {
        return secrets.stream()
                .filter(use -> use.isVisible() && !EnvNames.isOurs(use.name()))
                .map(use ->
                        notice(use, "secret " + use.name() + " is visible in process lists", "pass it in env instead"))
                .toList();
    }

    /**
     * What is waited for, by line.
     *
     * @param secret the value of a secret, if it is set
     * @param stored whether a resource with this id is on the server
     */
    public List<Problem> notices(Function<String, Optional<String>> secret, Predicate<String> stored) {
        List<Problem> notices = new ArrayList<>();
        for (Reference use : secrets) {
            if (secret.apply(use.name()).isEmpty()) {
                String message = "secret " + use.name() + " is not set yet, the " + use.kind() + " waits for it";
                notices.add(notice(use, message, EnvNames.isOurs(use.name()) ? inShell(use) : ""));
            }
        }
        for (ResourceUse use : resources) {
            Template.Result id = Template.parse(use.id).resolve(secret);
            if (id.complete() && !stored.test(id.text())) {
                String message = use.subject + ": " + use.key + ": resource "
                        + Quoted.of(Checks.isResourceId(id.text()) ? id.text() : use.id)
                        + " is not on the server yet, the process waits for it";
                notices.add(new Problem(file, use.line, use.column, message, "", 1));
            }
        }
        Collections.sort(notices);
        return List.copyOf(notices);
    }

    /** What Launcho puts into the environment of a process is no secret: only a shell, or the process itself, has it. */
    private static String inShell(Reference use) {
        return "the environment of the process has it: [\"sh\", \"-c\", \"exec ... $" + use.name() + "\"]";
    }

    private Problem notice(Reference use, String message, String hint) {
        int length = use.name().length() + "${}".length();
        return new Problem(
                file, use.line(), use.column(), use.subject() + ": " + use.key() + ": " + message, hint, length);
    }
}
