package dev.launcho.cli.server;

/** Takes down what people do at the admin endpoint. Any thread; must not block. */
public interface Audit {
    /** @param what {@code ana@laptop at 203.0.113.9 read secret X} */
    void done(String what);

    /** Something that an operator may want to look into. */
    void suspicious(String what);
}
