package dev.launcho.core.simulation;

/** Ends the server between two of its actions. One thread. */
final class Fuse {
    private int left = -1;
    private boolean wet;
    private Runnable whenBurnt = () -> {};
    private long actions;

    /** It dies after so many halves of actions: before one is done, or after it. */
    void light(int halves, Runnable burnt) {
        left = wet ? -1 : halves;
        whenBurnt = burnt;
    }

    void out() {
        left = -1;
    }

    /** From now on it can't be lit. */
    void drench() {
        out();
        wet = true;
    }

    /** Whether nothing goes wrong any more. */
    boolean isWet() {
        return wet;
    }

    /** How many actions there were. */
    long actions() {
        return actions;
    }

    /** To be called before each action, and after it. */
    void burn() {
        actions++;
        if (left >= 0 && left-- == 0) {
            whenBurnt.run();
            throw new ServerDied();
        }
    }
}
