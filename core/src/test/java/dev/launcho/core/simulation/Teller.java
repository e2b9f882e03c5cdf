package dev.launcho.core.simulation;

import dev.launcho.core.model.Exit;
import dev.launcho.core.model.Instance;
import dev.launcho.core.reconcile.SimulatedServer;
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
    static void tell(Story story, SimulatedServer.Twist twist) {
        new Teller(story, new Universe(story.seed(), twist, Disk.Flaw.NONE, false)).tell();
    }

    /** On a bad disk, which has to be noticed. */
    static void tell(Story story, Disk.Flaw flaw) {
        new Teller(story, new Universe(story.seed(), SimulatedServer.Twist.NONE, flaw, false)).tell();
    }

    /** @return what happened, line by line */
    static List<String> trace(Story story, SimulatedServer.Twist twist) {
        Universe universe = new Universe(story.seed(), twist, Disk.Flaw.NONE, true);
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
        u.fuse().out();
        u.disk().full(false);
        u.start();
        u.pass(MINUTE / 2);
        u.start();
        u.disk().full(false);
        u.users().resource();
        u.users().secret("last");
        u.users().target(Targets.text(Dice.of(story.seed(), "last"), true));
    }

    private void happen(Incident i, Dice dice) {
        switch (i.kind()) {
            case TARGET -> u.users().target(Targets.text(dice, dice.oneIn(4)));
            case FLAP -> flap(dice);
            case SECRET -> u.users().secret("k" + dice.below(3));
            case RESOURCE -> u.users().resource();
            case ROLLBACK -> u.users().rollback(dice);
            case RESTART_PROCESS -> restart(dice.any(PROCESSES));
            case RESTART_INSTANCE -> someone(dice, u.users()::restart);
            case CRASH -> tree(dice, t -> u.machine().end(t, Exit.of(Exit.Stage.COMMAND, dice.below(4))));
            case HANG -> tree(dice, t -> t.hangsAt = u.now());
            case FALTER -> tree(dice, t -> t.faltersUntil = u.now() + dice.below(15_000));
            case STEAL_PORT -> tree(dice, t -> t.strangerUntil = u.now() + dice.below(30_000));
            case TAKE_ADDRESS -> u.take(5_000 + dice.below(2), dice.below(20_000));
            case FILL_DISK -> {
                u.disk().full(true);
                u.later(dice.below(20_000), () -> u.disk().full(false));
            }
            case DIE -> {
                if (u.up()) {
                    u.die();
                }
            }
            case DIE_SOON -> u.fuse().light(dice.below(14));
            case STOP -> u.stop();
            case LEAVE -> {
                if (u.up()) {
                    u.leave();
                }
            }
            case STALL -> u.stall(500 + dice.below(15_000));
            case CLOCK -> u.setClock((dice.below(200) - 100) * 60 * MINUTE);
            case EDIT_FILE -> {
                if (u.up()) {
                    u.die();
                }
                u.users().edit(Targets.text(dice, false));
            }
        }
    }

    private void flap(Dice dice) {
        String one = Targets.text(dice, false);
        String other = Targets.text(dice, false);
        int times = 4 + dice.below(30);
        for (int n = 0; n < times; n++) {
            u.users().target(n % 2 == 0 ? one : other);
            u.pass(100);
        }
    }

    private void restart(String process) {
        if (u.snapshot().intent().target().process(process).isPresent()) {
            u.users().restart(process);
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

    private void tree(Dice dice, Consumer<Tree> what) {
        List<Tree> alive = u.machine().trees().stream().filter(Tree::alive).toList();
        if (!alive.isEmpty()) {
            what.accept(dice.any(alive));
        }
    }
}
