package dev.launcho.core.plan;

/** An event that moves an instance from one phase to another. */
public enum LifecycleEvent {
    /** The shim of the instance runs. */
    LAUNCHED,
    /** A probe found the instance healthy. */
    HEALTHY,
    /** The number of failed probes in a row has reached the threshold. */
    FAILING,
    /** The instance was taken out of rotation for good. */
    RETIRED,
    /** The stop signal was sent. */
    SIGNALLED,
    /** The instance is gone. */
    EXITED
}
