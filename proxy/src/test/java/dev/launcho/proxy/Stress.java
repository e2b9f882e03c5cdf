package dev.launcho.proxy;

/** Whether there is time for long versions of tests. */
final class Stress {
    static final String PROPERTY = "launcho.stress";
    static final boolean ON = Boolean.getBoolean(PROPERTY);

    private Stress() {}
}
