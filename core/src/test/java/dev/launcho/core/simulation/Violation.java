package dev.launcho.core.simulation;

/** Something is not as it must be. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;
    private final String invariant;

    Violation(String invariant, String message) {
        super(invariant + ": " + message);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
