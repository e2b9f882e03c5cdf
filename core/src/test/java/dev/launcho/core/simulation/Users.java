package dev.launcho.core.simulation;

import dev.launcho.core.model.Instance;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.reconcile.SimulatedServer;
import dev.launcho.core.store.Revision;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    void target(String text) {
        u.trace(() -> "target:\n" + text);
        if (u.answers()) {
            durability.targetAsked(text);
        }
        if (u.command(s -> s.target(Targets.read(text), text))) {
            durability.targetTold(text);
        }
    }

    void secret(String value) {
        u.trace("secret KEY " + value);
        if (u.answers()) {
            durability.secretAsked(value);
        }
        if (u.command(s -> s.secret("KEY", value))) {
            durability.secretTold(value);
        }
    }

    /** To any revision that is kept. */
    void rollback(Dice dice) {
        List<Revision.Head> heads = u.disk().history();
        if (heads.isEmpty() || !u.answers()) {
            return;
        }
        Revision to = u.disk().revision(dice.any(heads).number()).orElseThrow();
        u.trace("rollback to " + to.number());
        Durability.Kept now = Durability.kept(u);
        String then = Optional.ofNullable(to.secrets().get("KEY"))
                .flatMap(print -> u.disk().secret("KEY", print))
                .orElse(now.secret());
        Durability.Kept both = new Durability.Kept(to.target(), then);
        durability.bothAsked(both);
        if (u.command(s -> s.rollback(to.number()))) {
            durability.bothTold(both);
        }
    }

    void resource() {
        u.trace("resource stored");
        stored.add(Targets.RESOURCE);
        u.command(SimulatedServer::resourceStored);
    }

    boolean hasStored(String resource) {
        return stored.contains(resource);
    }

    void restart(String process) {
        u.trace("restart " + process);
        if (u.command(s -> s.restart(process)) || !u.up()) {
            peace.ordered(process);
        }
    }

    void restart(Instance instance) {
        u.trace("restart " + instance.id());
        condemned.add(instance.id());
        u.command(s -> s.restart(instance));
    }

    /** Instances that were to be replaced. */
    Set<InstanceId> condemned() {
        return condemned;
    }

    /** By hand; counts if no server is there to overwrite it. */
    void edit(String text) {
        if (!u.up()) {
            u.trace(() -> "edited by hand:\n" + text);
            u.disk().edit(text);
            durability.targetEdited(text);
            u.ask(i -> i.changed(u));
        }
    }
}
