package dev.launcho.core.simulation;

/** A fault that a test plants in the world around the server. */
enum Flaw {
    NONE,
    /** The disk says that it has written targets, and has not. */
    LOSES_TARGETS,
    /** The disk does not keep what has run to its end. */
    FORGETS_WHAT_IS_DONE,
    /** The disk stays full for the server that has found it so. */
    STAYS_FULL,
    /** The server's own clock is the wall clock. */
    CLOCK_IS_THE_WALLS,
    /** What a killed shim leaves behind is not ended. */
    LEAVES_WHAT_LOST_ITS_SHIM,
    /** An end whose status nobody knows is called a good one. */
    UNKNOWN_STATUS_IS_GOOD,
    /** One that has ended by itself is taken for stopped if it was signalled before that was heard of. */
    ASKS_THE_DEAD,
    /** Changes are made whichever revision their authors have seen. */
    IGNORES_EXPECTATIONS,
    /** The load balancer does not open again what it has closed. */
    LEAVES_CLOSED,
    /** The load balancer closes a service with its last backend. */
    CLOSES_AT_ONCE
}
