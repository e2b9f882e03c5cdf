package dev.launcho.core.simulation;

import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.reconcile.SimulatedServer;
import dev.launcho.core.simulation.Universe.Answer;
import dev.launcho.core.store.Revision;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** What users do; what they are told of it is what the server is judged by. One thread. */
final class Users {
    private final Universe u;
    private final Durability durability;
    private final Peace peace;
    private final Set<String> stored = new HashSet<>();
    private final Set<InstanceId> condemned = new HashSet<>();

    Users(Universe u, Durability durability, Peace peace) {
        this.u = u;
        this.durability = durability;
        this.peace = peace;
    }

    Answer target(String text) {
        return target(text, OptionalLong.empty());
    }

    /** @param seen the revision that its author has seen */
    private Answer target(String text, OptionalLong seen) {
        u.trace(() -> "target" + shown(seen) + ":\n" + text);
        Set<Durability.Kept> before = durability.possible();
        if (u.answers()) {
            durability.targetAsked(text);
        }
        Answer answer = u.command(s -> s.target(Targets.read(text), text, expected(seen)));
        if (answer == Answer.MADE) {
            durability.targetTold(text);
        }
        return heard(answer, before);
    }

    private OptionalLong expected(OptionalLong seen) {
        return u.has(Flaw.IGNORES_EXPECTATIONS) ? OptionalLong.empty() : seen;
    }

    private static String shown(OptionalLong seen) {
        return seen.isPresent() ? ", seen was " + seen.getAsLong() : "";
    }

    private Answer heard(Answer answer, Set<Durability.Kept> before) {
        if (answer == Answer.REFUSED || answer == Answer.DENIED) {
            durability.refused(before);
        }
        return answer;
    }

    /**
     * A change by one who has seen a certain revision.
     *
     * @param deniable whether it may be denied for other reasons than another revision
     */
    record Edit(Function<OptionalLong, Answer> how, boolean deniable) {
        private Answer make(long seen) {
            return how.apply(OptionalLong.of(seen));
        }
    }

    Edit targetEdit(String text) {
        return new Edit(seen -> target(text, seen), false);
    }

    Edit secretEdit(String value) {
        return new Edit(seen -> secret(value, seen), false);
    }

    /** What it goes back to may need a resource that is not there. */
    Edit rollbackEdit(Dice dice) {
        return new Edit(seen -> rollback(dice, seen), true);
    }

    /**
     * Two have seen the same revision, and make a change each: one is made. The other is denied, or it would undo a change that
     * its author has not seen.
     *
     * @return whether there was one of each
     */
    boolean two(Edit one, Edit other, Runnable meanwhile) {
        if (!u.answers()) {
            return false;
        }
        long seen = u.disk().load().revision();
        judge(seen, one);
        meanwhile.run();
        return u.answers() && judge(seen, other);
    }

    /** @return whether it was denied because there is another revision by now */
    private boolean judge(long seen, Edit edit) {
        boolean moved = u.disk().load().revision() != seen;
        Answer answer = edit.make(seen);
        if (moved && answer == Answer.MADE) {
            throw new Violation("no lost update", "a change was made by one who has seen revision " + seen + " only");
        }
        if (!moved && answer == Answer.DENIED && !edit.deniable()) {
            throw new Violation("no lost update", "denied, though revision " + seen + " is the last");
        }
        return moved && answer == Answer.DENIED;
    }

    Answer secret(String value) {
        return secret(value, OptionalLong.empty());
    }

    private Answer secret(String value, OptionalLong seen) {
        u.trace(() -> "secret KEY " + value + shown(seen));
        Set<Durability.Kept> before = durability.possible();
        if (u.answers()) {
            durability.secretAsked(value);
        }
        Answer answer = u.command(s -> s.secret("KEY", value, expected(seen)));
        if (answer == Answer.MADE) {
            durability.secretTold(value);
        }
        return heard(answer, before);
    }

    /** To any revision that is kept. */
    Answer rollback(Dice dice) {
        return rollback(dice, OptionalLong.empty());
    }

    private Answer rollback(Dice dice, OptionalLong seen) {
        List<Revision.Head> heads = u.disk().history();
        if (heads.isEmpty() || !u.answers()) {
            return Answer.NONE;
        }
        Set<Durability.Kept> before = durability.possible();
        Revision to = u.disk().revision(dice.any(heads).number()).orElseThrow();
        u.trace(() -> "rollback to " + to.number() + shown(seen));
        Durability.Kept now = Durability.kept(u);
        String then = Optional.ofNullable(to.secrets().get("KEY"))
                .flatMap(print -> u.disk().secret("KEY", print))
                .orElse(now.secret());
        Durability.Kept both = new Durability.Kept(to.target(), then);
        durability.bothAsked(both);
        Answer answer = u.command(s -> s.rollback(to.number(), expected(seen)));
        if (answer == Answer.MADE) {
            durability.bothTold(both);
        }
        return heard(answer, before);
    }

    Answer resource() {
        u.trace("resource stored");
        stored.add(Targets.RESOURCE);
        return u.command(SimulatedServer::resourceStored);
    }

    boolean hasStored(String resource) {
        return stored.contains(resource);
    }

    Answer pause(String process, boolean now) {
        u.trace(() -> (now ? "pause " : "resume ") + process);
        return u.command(s -> s.pause(process, now));
    }

    Answer restart(String process) {
        u.trace(() -> "restart " + process);
        Answer answer = u.command(s -> s.restart(process));
        if (answer == Answer.MADE || !u.up()) {
            peace.ordered(process);
        }
        return answer;
    }

    Answer restart(Instance instance) {
        u.trace(() -> "restart " + instance.id());
        condemned.add(instance.id());
        return u.command(s -> s.restart(instance));
    }

    /** Instances that were to be replaced. */
    Set<InstanceId> condemned() {
        return condemned;
    }

    /** By hand; counts if no server is there to overwrite it. */
    boolean edit(String text) {
        if (!u.up()) {
            u.trace(() -> "edited by hand:\n" + text);
            u.disk().edit(text);
            durability.targetEdited(text);
            u.ask(i -> i.changed(u));
            return true;
        }
        return false;
    }
}
