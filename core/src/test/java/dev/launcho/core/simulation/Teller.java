package dev.launcho.core.simulation;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.model.Instance;
import dev.launcho.core.reconcile.SimulatedServer;
import dev.launcho.core.simulation.Universe.Answer;
import java.util.List;
import java.util.function.Consumer;

/** Lets a story happen, and sees that it ends well. */
final class Teller {
    private static final long MINUTE = 60_000;

    /** Until the target is reached after all faults: the longest back-off, drain, start and stop in a row, and more. */
    private static final long PATIENCE = 12 * MINUTE;

    private static final List<String> PROCESSES = List.of("web", "site", "api", "worker", "db", "job");

    private final Universe u;
    private final Story story;

    private Teller(Story story, Universe u) {
        this.story = story;
        this.u = u;
    }

    /** @throws Violation if it does not */
    static void tell(Story story, SimulatedServer.Twist twist, Tally tally) {
        new Teller(story, new Universe(story.seed(), twist, Flaw.NONE, tally, false)).tell();
    }

    /** In a world with a fault that has to be noticed. */
    static void tell(Story story, Flaw flaw) {
        SimulatedServer.Twist none = SimulatedServer.Twist.NONE;
        new Teller(story, new Universe(story.seed(), none, flaw, new Tally(), false)).tell();
    }

    /** @return what happened, line by line */
    static List<String> trace(Story story, SimulatedServer.Twist twist) {
        Universe universe = new Universe(story.seed(), twist, Flaw.NONE, new Tally(), true);
        try {
            new Teller(story, universe).tell();
        } catch (Violation | RuntimeException e) {
            return universe.trace();
        }
        return universe.trace();
    }

    private void tell() {
        u.start();
        for (Incident i : story.incidents()) {
            u.pass(i.after());
            u.trace(() -> "--- " + i);
            happen(i, Dice.of(story.seed(), i.kind().name(), i.number()));
        }
        heal();
        u.pass(PATIENCE);
        u.trace("now all has to be well");
        u.ask(i -> i.calm(u));
    }

    /** From now on nothing goes wrong: what is hung or sick has to be seen to by the server. */
    private void heal() {
        u.fuse().drench();
        u.machine().muteNext(0);
        u.disk().full(false);
        u.start();
        // What incidents have spoilt fails before the last target, which is not to fail by it.
        u.pass(MINUTE + MINUTE / 2);
        u.start();
        u.disk().full(false);
        u.users().resource();
        PROCESSES.stream()
                .filter(p -> u.snapshot().intent().target().process(p).isPresent())
                .forEach(p -> accepted("resume", u.users().pause(p, false)));
        accepted("secret", u.users().secret("last"));
        // No revision before was of this text: whatever was given up is tried again.
        accepted("target", u.users().target(Targets.text(Dice.of(story.seed(), "last"), true) + "# the last\n"));
    }

    private void accepted(String what, Answer answer) {
        if (u.answers() && answer != Answer.MADE) {
            throw new Violation(
                    "convergence", "a " + what + " is not taken, though nothing is wrong any more: " + answer);
        }
    }

    private void happen(Incident i, Dice dice) {
        switch (i.kind()) {
            case TARGET -> made(i, u.users().target(Targets.text(dice, dice.oneIn(4))));
            case FLAP -> flap(i, dice);
            case SECRET -> made(i, u.users().secret("k" + dice.below(3)));
            case RESOURCE -> made(i, u.users().resource());
            case ROLLBACK -> made(i, u.users().rollback(dice));
            case RESTART_PROCESS -> restart(i, dice.any(PROCESSES));
            case RESTART_INSTANCE -> someone(dice, instance -> made(i, u.users().restart(instance)));
            case PAUSE -> pause(i, dice.any(PROCESSES), !dice.oneIn(3));
            case CRASH -> tree(i, dice, t -> u.machine().end(t, Exit.of(Exit.Stage.COMMAND, dice.below(4))));
            case HANG -> tree(i, dice, t -> t.hangsAt = u.now());
            case FALTER -> tree(i, dice, t -> t.faltersUntil = u.now() + dice.below(15_000));
            case STEAL_PORT -> tree(i, dice, t -> t.strangerUntil = u.now() + dice.below(30_000));
            case TAKE_ADDRESS -> {
                u.take(5_000 + dice.below(2), dice.below(20_000));
                u.reached(i.kind());
            }
            case FILL_DISK -> fill(i, dice);
            case DIE -> ifUp(i, u::die);
            case DIE_SOON -> u.fuse().light(dice.below(14), () -> u.reached(i.kind()));
            case STOP -> ifUp(i, u::stop);
            case LEAVE -> ifUp(i, u::leave);
            case STALL -> ifUp(i, () -> u.stall(500 + dice.below(15_000)));
            case CLOCK -> ifUp(i, () -> u.setClock((dice.below(200) - 100) * 60 * MINUTE));
            case EDIT_FILE -> {
                if (u.up()) {
                    u.die();
                }
                if (u.users().edit(Targets.text(dice, false))) {
                    u.reached(i.kind());
                }
            }
            case MUTE -> mute(i, dice);
            case KILL_SHIM -> tree(i, dice, u.machine()::killShim);
            case TWO_USERS -> twoUsers(i, dice);
            case END_IN_STALL -> endInStall(i, dice);
        }
    }

    private void made(Incident i, Answer answer) {
        if (answer == Answer.MADE) {
            u.reached(i.kind());
        }
    }

    private void ifUp(Incident i, Runnable what) {
        if (u.up()) {
            what.run();
            u.reached(i.kind());
        }
    }

    private void fill(Incident i, Dice dice) {
        long before = u.disk().refusals();
        u.disk().full(true);
        u.later(dice.below(20_000), () -> {
            u.disk().full(false);
            if (u.disk().refusals() > before) {
                u.reached(i.kind());
            }
        });
    }

    private void mute(Incident i, Dice dice) {
        long ms = dice.oneIn(2) ? Agenda.NEVER : 1 + dice.below(60_000);
        if (dice.oneIn(2)) {
            u.machine().muteNext(ms);
            u.reached(i.kind());
        } else {
            tree(i, dice, t -> u.machine().mute(t, ms));
        }
    }

    private void twoUsers(Incident i, Dice dice) {
        Users.Edit one = edit(dice);
        Users.Edit other = edit(dice);
        long between = dice.oneIn(2) ? 0 : dice.below(2_000);
        if (u.users().two(one, other, () -> u.pass(between))) {
            u.reached(i.kind());
        }
    }

    private Users.Edit edit(Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> u.users().secretEdit("k" + dice.below(3));
            case 1 -> u.users().rollbackEdit(Dice.of(dice.nextLong(), "rollback"));
            default -> u.users().targetEdit(Targets.text(dice, dice.oneIn(4)));
        };
    }

    /** Before the server has heard of it, it may be told to end, or die. */
    private void endInStall(Incident i, Dice dice) {
        if (u.answers() && u.snapshot().intent().target().process("job").isPresent()) {
            u.users().restart("job");
            u.pass(100 + dice.below(2_000));
        }
        List<Tree> alive = u.machine().trees().stream().filter(Tree::alive).toList();
        List<Tree> jobs = alive.stream().filter(t -> t.process.equals("job")).toList();
        if (!u.answers() || alive.isEmpty()) {
            return;
        }
        Tree tree = dice.any(jobs.isEmpty() ? alive : jobs);
        int ms = 500 + dice.below(15_000);
        u.stall(ms);
        u.later(dice.below(ms), () -> {
            if (u.stalled() && tree.alive() && !tree.told) {
                u.machine().end(tree, Exit.of(Exit.Stage.COMMAND, 0));
                u.reached(i.kind());
            }
        });
        switch (dice.below(4)) {
            case 0 -> u.later(ms - 1, u::stop);
            case 1 -> u.later(ms - 1, () -> u.fuse().light(dice.below(14), () -> {}));
            default -> {}
        }
    }

    private void flap(Incident i, Dice dice) {
        String one = Targets.text(dice, false);
        String other = Targets.text(dice, false);
        int times = 4 + dice.below(30);
        for (int n = 0; n < times; n++) {
            made(i, u.users().target(n % 2 == 0 ? one : other));
            u.pass(100);
        }
    }

    private void restart(Incident i, String process) {
        if (u.snapshot().intent().target().process(process).isPresent()) {
            made(i, u.users().restart(process));
        }
    }

    private void pause(Incident i, String process, boolean now) {
        if (u.snapshot().intent().target().process(process).isPresent()) {
            made(i, u.users().pause(process, now));
        }
    }

    private void someone(Dice dice, Consumer<Instance> what) {
        List<Instance> all = u.snapshot().states().values().stream()
                .flatMap(s -> s.instances().stream())
                .filter(i -> i.phase().active())
                .sorted(java.util.Comparator.comparing(Instance::id))
                .toList();
        if (!all.isEmpty()) {
            what.accept(dice.any(all));
        }
    }

    private void tree(Incident i, Dice dice, Consumer<Tree> what) {
        List<Tree> alive = u.machine().trees().stream().filter(Tree::alive).toList();
        if (!alive.isEmpty()) {
            Tree tree = dice.any(alive);
            what.accept(tree);
            u.disturbed(tree);
            u.reached(i.kind());
        }
    }
}
