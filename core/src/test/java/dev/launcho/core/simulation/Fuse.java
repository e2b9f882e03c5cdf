package dev.launcho.core.simulation;

/** Ends the server between two of its actions. One thread. */
final class Fuse {
    private int left = -1;
    private long actions;

    /** It dies after so many halves of actions: before one is done, or after it. */
    void light(int halves) {
        left = halves;
    }

    void out() {
        left = -1;
    }

    /** How many actions there were. */
    long actions() {
        return actions;
    }

    /** To be called before each action, and after it. */
    void burn() {
        actions++;
        if (left >= 0 && left-- == 0) {
            throw new ServerDied();
        }
    }
}
