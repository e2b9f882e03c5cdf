package dev.launcho.core.simulation;

/** The instant, and what is to come. Milliseconds; one thread. */
final class Time {
    private final Agenda agenda = new Agenda();
    private long now = 1_000_000;

    long now() {
        return now;
    }

    void in(long ms, Runnable what) {
        agenda.add(ms == Agenda.NEVER ? ms : now + ms, what);
    }

    /** When the next thing happens. */
    long next() {
        return agenda.next();
    }

    void jumpTo(long instant) {
        now = Math.max(now, instant);
    }

    /** Does one thing that is due. */
    boolean doNext() {
        return agenda.doNext(now);
    }
}
