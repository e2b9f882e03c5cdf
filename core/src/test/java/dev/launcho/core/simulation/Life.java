package dev.launcho.core.simulation;

/** One run of the server, from its start to whatever ended it. One thread. */
final class Life {
    private final Time time;
    private boolean over;
    private boolean mail = true;
    private long stalledUntil;

    Life(Time time) {
        this.time = time;
    }

    /** A thing that a thread of the server is to do: not if it is dead by then, later if it stands still. */
    void in(long ms, Runnable what) {
        time.in(ms, () -> {
            if (!over && stalled()) {
                in(stalledUntil - time.now(), what);
            } else if (!over) {
                what.run();
            }
        });
    }

    /** Puts something into the reconciler's mailbox. */
    void tell(Runnable message) {
        mail = true;
        message.run();
    }

    boolean takeMail() {
        boolean was = mail;
        mail = false;
        return was;
    }

    void stall(long ms) {
        stalledUntil = Math.max(stalledUntil, time.now() + ms);
    }

    boolean stalled() {
        return time.now() < stalledUntil;
    }

    long stalledUntil() {
        return stalledUntil;
    }

    boolean over() {
        return over;
    }

    void end() {
        over = true;
    }
}
