package dev.launcho.core.reconcile;

/**
 * Who asks for a change.
 *
 * @param user and host, as the client calls itself
 * @param from the address that it came from
 * @param message why; may be empty
 */
public record Who(String user, String from, String message) {}
