package dev.launcho.core.event;

/**
 * The author of a change.
 *
 * @param user and host, as the client names itself: {@code ana@laptop}
 * @param from the address that the request came from
 * @param message the author's reason, for the history; may be empty
 */
public record ChangeAuthor(String user, String from, String message) {
    /** An author without a message. */
    public ChangeAuthor(String user, String from) {
        this(user, from, "");
    }
}
