package dev.launcho.core.simulation;

import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** 4, the first half: what was acknowledged is there after whatever ends the server. */
final class Durability implements Invariant {
    private static final String NAME = "nothing lost";

    private final Acknowledged target = new Acknowledged("the target");
    private final Acknowledged secret = new Acknowledged("secret KEY");
    private Optional<String> edited = Optional.empty();

    /** What a user was told is so, and what may be so because nobody was told. */
    private static final class Acknowledged {
        private final String what;
        private final Set<String> possible = new HashSet<>();

        Acknowledged(String what) {
            this.what = what;
            possible.add("");
        }

        void asked(String value) {
            possible.add(value);
        }

        void sure(String value) {
            possible.clear();
            possible.add(value);
        }

        void check(String value) {
            if (!possible.contains(value)) {
                throw new Violation(NAME, what + " is\n" + value + "\nand was acknowledged as\n" + possible);
            }
            sure(value);
        }
    }

    /** By hand: it counts whenever it can be read and written down, until a user sets another. */
    void targetEdited(String text) {
        edited = Optional.of(text);
    }

    void targetAsked(String text) {
        target.asked(text);
    }

    void targetTold(String text) {
        edited = Optional.empty();
        target.sure(text);
    }

    void secretAsked(String value) {
        secret.asked(value);
    }

    void secretTold(String value) {
        secret.sure(value);
    }

    @Override
    public void started(Universe u) {
        edited.ifPresent(target::asked);
        target.check(u.intentText());
        secret.check(Objects.requireNonNullElse(u.disk().secrets().get("KEY"), ""));
    }
}
