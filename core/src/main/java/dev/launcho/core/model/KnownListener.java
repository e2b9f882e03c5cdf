package dev.launcho.core.model;

/** Who listens on a port of an instance, as far as it is known without a search. */
public enum KnownListener {
    /** Nobody does. */
    NONE,
    /** The instance itself: it was seen to hold this very socket. */
    OWN,
    /** Somebody does; only a search shows who it is. */
    UNKNOWN
}
