package dev.launcho.cli.client;

/** The consent of the user, which is asked for before a server is changed. */
@FunctionalInterface
public interface ChangeConfirmation {
    /** Returns if the user consents; throws otherwise. */
    void ask(Login login) throws Failure;
}
