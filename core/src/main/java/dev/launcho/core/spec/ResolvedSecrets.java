package dev.launcho.core.spec;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The result of putting secrets into a template: the specification, or why there is none. */
public sealed interface ResolvedSecrets<T> {
    /** Returns the result, if there is one. */
    Optional<T> value();

    /** Returns the names of the secrets that are waited for, in alphabetical order. Waiting is not a failure. */
    Set<String> missing();

    /** Returns one line for each problem, subject first, without any secret's value; empty unless values are wrong. */
    List<String> problems();

    /** All secrets are set, and all values are valid. */
    record Ready<T>(T spec) implements ResolvedSecrets<T> {
        @Override
        public Optional<T> value() {
            return Optional.of(spec);
        }

        @Override
        public Set<String> missing() {
            return Set.of();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    }

    /** Some secrets are not set yet. */
    record Waiting<T>(Set<String> missing) implements ResolvedSecrets<T> {
        public Waiting {
            missing = Collections.unmodifiableSet(new TreeSet<>(missing));
        }

        @Override
        public Optional<T> value() {
            return Optional.empty();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }
    }

    /** All secrets are set, but a resulting value can't be used. */
    record Invalid<T>(List<String> problems) implements ResolvedSecrets<T> {
        public Invalid {
            problems = List.copyOf(problems);
        }

        @Override
        public Optional<T> value() {
            return Optional.empty();
        }

        @Override
        public Set<String> missing() {
            return Set.of();
        }
    }
}
