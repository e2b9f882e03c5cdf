package dev.launcho.proxy;

/** A class of tests that may be run once more on the same object, see {@link RepeatedAfterLoss}. */
public interface StartsAnew {
    /** All is as before the test; what is left of it is closed, and may be broken. */
    void startAnew() throws Exception;
}
