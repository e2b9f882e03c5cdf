package dev.launcho.core.simulation;

import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** 4, the first half: what was acknowledged is there after whatever ends the server, and never a part of a change. */
final class Durability implements Invariant {
    private Optional<String> edited = Optional.empty();
    /** Whether a server died while it started and had the edit before it: it may have written that down. */
    private boolean editSeen;

    /** What a user was told is so, and what may be so because nobody was told. */
    private Set<Kept> possible = Set.of(new Kept("", ""));

    /** @param secret KEY; empty if it is not set */
    record Kept(String target, String secret) {
        private Kept withTarget(String text) {
            return new Kept(text, secret);
        }

        private Kept withSecret(String value) {
            return new Kept(target, value);
        }

        @Override
        public String toString() {
            return "secret KEY \"" + secret + "\" and the target\n" + target;
        }
    }

    /** A change was refused by a server that lives on: what was possible before it was asked for still is, and nothing else. */
    void refused(Set<Kept> before) {
        possible = before;
    }

    Set<Kept> possible() {
        return possible;
    }

    private Set<Kept> each(UnaryOperator<Kept> how) {
        return possible.stream().map(how).collect(Collectors.toSet());
    }

    private void orElse(Set<Kept> others) {
        others.addAll(possible);
        possible = others;
    }

    /** By hand: it counts whenever it can be read and written down, until a user sets another. */
    void targetEdited(String text) {
        if (editSeen) {
            edited.ifPresent(this::targetAsked);
        }
        edited = Optional.of(text);
        editSeen = false;
    }

    void targetAsked(String text) {
        orElse(each(k -> k.withTarget(text)));
    }

    void targetTold(String text) {
        edited = Optional.empty();
        possible = each(k -> k.withTarget(text));
    }

    void secretAsked(String value) {
        orElse(each(k -> k.withSecret(value)));
    }

    void secretTold(String value) {
        possible = each(k -> k.withSecret(value));
    }

    void bothAsked(Kept both) {
        orElse(new HashSet<>(Set.of(both)));
    }

    void bothTold(Kept both) {
        edited = Optional.empty();
        possible = Set.of(both);
    }

    @Override
    public void starting() {
        editSeen = true;
    }

    @Override
    public void started(Universe u) {
        editSeen = false;
        edited.ifPresent(this::targetAsked);
        Kept is = kept(u);
        if (!possible.contains(is)) {
            throw new Violation("nothing lost", "there is " + is + "\nand was acknowledged\n" + possible);
        }
        if (!isHalfMade(u)) {
            possible = Set.of(is);
        }
    }

    /** A change that nobody was told of, and that a full disk still keeps: it will be put back. */
    private static boolean isHalfMade(Universe u) {
        return u.disk()
                .prepared()
                .filter(undo -> undo.revision() > u.disk().load().revision())
                .isPresent();
    }

    /** What the server goes by now. */
    static Kept kept(Universe u) {
        return new Kept(
                u.intentText(), Objects.requireNonNullElse(u.disk().secrets().get("KEY"), ""));
    }
}
