package dev.launcho.cli.client;

/** Is asked before a server is changed. */
@FunctionalInterface
public interface Consent {
    /** Returns if it may be. */
    void ask(Login login) throws Failure;
}
