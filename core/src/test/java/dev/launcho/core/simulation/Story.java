package dev.launcho.core.simulation;

import dev.launcho.core.simulation.Incident.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens.
 *
 * @param seed decides the details of incidents, and how instances behave
 */
record Story(long seed, List<Incident> incidents) {
    private static final int LONGEST = 14;

    /** How often each kind comes. */
    private static final List<Kind> ODDS = odds();

    Story {
        incidents = List.copyOf(incidents);
    }

    static Story of(long seed) {
        Dice dice = Dice.of(seed, "story");
        int count = 3 + dice.below(LONGEST - 2);
        // In one story out of three, users alone are at work: then the floor is held to the letter.
        boolean calm = dice.oneIn(3);
        List<Incident> all = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Kind kind = n == 0 || calm && dice.below(4) > 0 ? Kind.TARGET : dice.any(ODDS);
            all.add(new Incident(pause(dice), kind, dice.below(1 << 20)));
        }
        // In one story out of four, users hold rollouts.
        Dice holds = Dice.of(seed, "holds");
        for (int n = holds.oneIn(4) ? 1 + holds.below(3) : 0; n > 0; n--) {
            all.add(1 + holds.below(all.size()), new Incident(pause(holds), Kind.PAUSE, holds.below(1 << 20)));
        }
        return new Story(seed, all);
    }

    Story with(List<Incident> others) {
        return new Story(seed, others);
    }

    /** The same, but for incidents of this kind; their time passes all the same. */
    Story without(Kind kind) {
        List<Incident> others = new ArrayList<>();
        long passed = 0;
        for (Incident i : incidents) {
            passed += i.after();
            if (i.kind() != kind) {
                others.add(new Incident(passed, i.kind(), i.number()));
                passed = 0;
            }
        }
        return with(others);
    }

    /** Mostly short, so that things happen in the midst of others. */
    private static long pause(Dice dice) {
        return switch (dice.below(8)) {
            case 0 -> 0;
            case 1, 2, 3 -> dice.below(400);
            case 4, 5, 6 -> dice.below(6_000);
            default -> dice.below(100_000);
        };
    }

    private static List<Kind> odds() {
        List<Kind> all = new ArrayList<>();
        add(all, 24, Kind.TARGET);
        add(all, 1, Kind.FLAP);
        add(all, 7, Kind.SECRET);
        add(all, 2, Kind.RESOURCE);
        add(all, 5, Kind.ROLLBACK);
        add(all, 4, Kind.RESTART_PROCESS);
        add(all, 5, Kind.RESTART_INSTANCE);
        add(all, 10, Kind.CRASH);
        add(all, 5, Kind.HANG);
        add(all, 5, Kind.FALTER);
        add(all, 3, Kind.STEAL_PORT);
        add(all, 2, Kind.TAKE_ADDRESS);
        add(all, 5, Kind.FILL_DISK);
        add(all, 5, Kind.DIE);
        add(all, 10, Kind.DIE_SOON);
        add(all, 2, Kind.STOP);
        add(all, 2, Kind.LEAVE);
        add(all, 4, Kind.STALL);
        add(all, 2, Kind.CLOCK);
        add(all, 2, Kind.EDIT_FILE);
        add(all, 3, Kind.MUTE);
        add(all, 4, Kind.KILL_SHIM);
        add(all, 4, Kind.TWO_USERS);
        add(all, 4, Kind.END_IN_STALL);
        return all;
    }

    private static void add(List<Kind> all, int times, Kind kind) {
        for (int n = 0; n < times; n++) {
            all.add(kind);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        incidents.forEach(i -> text.append("\n  ").append(i));
        return text.toString();
    }
}
