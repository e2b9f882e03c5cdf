package dev.launcho.core.target;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What came of putting secrets into a template: the thing itself, or why there is none. */
public sealed interface Resolved<T> {
    /** The result, if there is one. */
    Optional<T> value();

    /** Names of the secrets that are waited for, in alphabetical order. Waiting is not a failure. */
    Set<String> missing();

    /** One line each, subject first, without any secret's value; empty unless values are wrong. */
    List<String> problems();

    /** Everything was there and good. */
    record Ready<T>(T spec) implements Resolved<T> {
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
    record Waiting<T>(Set<String> missing) implements Resolved<T> {
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

    /** All secrets are set, and a value that came of them can't be used. */
    record Invalid<T>(List<String> problems) implements Resolved<T> {
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
