package dev.launcho.core.plan;

/** What moves an instance from phase to phase. */
public enum Happening {
    /** Its shim runs. */
    LAUNCHED,
    /** A probe found it healthy. */
    HEALTHY,
    /** So many probes in a row failed that it counts as unhealthy. */
    FAILING,
    /** It was taken out of rotation for good. */
    RETIRED,
    /** It was sent its stop signal. */
    SIGNALLED,
    /** It is gone. */
    EXITED
}
