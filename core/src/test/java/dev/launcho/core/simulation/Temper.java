package dev.launcho.core.simulation;

/**
 * How an instance behaves. Milliseconds; {@link Agenda#NEVER} = it does not happen.
 *
 * @param readyIn from its start to the first good answer
 * @param exitsIn from its start to an end of its own
 * @param status with which it ends then
 * @param hangsIn from its start to when it stops answering
 * @param stopsIn from the stop signal to its end
 * @param killsSurvived how many SIGKILLs it outlives, as what hangs in the kernel does
 * @param daemon whether something of it outlives its shim
 */
record Temper(long readyIn, long exitsIn, int status, long hangsIn, long stopsIn, int killsSurvived, boolean daemon) {

    /** Of a version that comes up: how well it goes on is left to the dice. */
    static Temper good(Dice dice) {
        return new Temper(
                dice.oneIn(4) ? dice.below(15_000) : dice.below(400),
                Agenda.NEVER,
                0,
                Agenda.NEVER,
                dice.oneIn(6) ? Agenda.NEVER : dice.below(3_000),
                dice.oneIn(8) ? dice.below(4) : 0,
                dice.oneIn(6));
    }

    /** Of a version that does not come up, or not for long. */
    static Temper bad(Dice dice) {
        Temper good = good(dice);
        return switch (dice.below(5)) {
            case 0 -> good.readyIn(Agenda.NEVER);
            case 1 -> good.readyIn(Agenda.NEVER).exitsIn(dice.below(3_000), 1);
            case 2 -> good.readyIn(100).exitsIn(200 + dice.below(60_000), dice.below(2));
            case 3 -> good.hangsIn(good.readyIn() + dice.below(40_000));
            default -> good.exitsIn(1, 127);
        };
    }

    /** Does its work and ends. */
    Temper job(Dice dice) {
        return exitsIn(500 + dice.below(4_000), 0);
    }

    private Temper readyIn(long ms) {
        return new Temper(ms, exitsIn, status, hangsIn, stopsIn, killsSurvived, daemon);
    }

    private Temper exitsIn(long ms, int with) {
        return new Temper(readyIn, ms, with, hangsIn, stopsIn, killsSurvived, daemon);
    }

    private Temper hangsIn(long ms) {
        return new Temper(readyIn, exitsIn, status, ms, stopsIn, killsSurvived, daemon);
    }
}
