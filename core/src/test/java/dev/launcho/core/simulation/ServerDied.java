package dev.launcho.core.simulation;

/** Thrown out of a port: from here on nothing of the server is executed. */
final class ServerDied extends Error {
    private static final long serialVersionUID = 1L;

    ServerDied() {
        super("killed", null, false, false);
    }
}
