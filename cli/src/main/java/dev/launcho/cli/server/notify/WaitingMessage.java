package dev.launcho.cli.server.notify;

/**
 * A message that one receiver has yet to get.
 *
 * @param until when it is too old, in nanoseconds of a monotonic clock: a step of the wall clock makes none old
 * @param attempts that have failed, by this server
 */
record WaitingMessage(NotifyMessage message, long until, int attempts) {
    WaitingMessage failed() {
        return new WaitingMessage(message, until, attempts + 1);
    }

    /** Returns whether it is too old for another attempt. One attempt is made of each, however old it is. */
    boolean isSpent(long now) {
        return attempts > 0 && now - until >= 0;
    }
}
