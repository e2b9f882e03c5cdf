package dev.launcho.core.model;

/** The treatment of clients while no instance of a service is ready. */
public enum UnavailableAction {
    /** A connection is accepted, held for the service's {@code hold}, and reset. */
    RESET,
    /** The port is closed once no instance has been ready for {@code hold}, and opens with the first ready one. */
    CLOSE
}
