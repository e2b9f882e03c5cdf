package dev.launcho.core.event;

/**
 * What a user has asked the server to do.
 *
 * @param object the process, instance, secret, resource or token; the revision to go back to; else empty
 * @param detail the file name of a resource; the role and the end of a token; else empty
 * @param revision the revision that it made; 0 if it made none, or that is not known
 * @param flag as {@link Operation} says
 */
public record UserAction(Operation operation, String object, String detail, long revision, boolean flag) {
    /** The kinds of actions. */
    public enum Operation {
        /** Flag: whether the target was another one before. */
        TARGET_SET,
        ROLLED_BACK,
        /** Flag: whether the value was another one before. */
        SECRET_SET,
        SECRET_REMOVED,
        RESOURCE_UPLOADED,
        /** Flag: whether it was in use. */
        RESOURCE_REMOVED,
        /** The object is the number of resources. */
        RESOURCES_COLLECTED,
        RESTARTED,
        PAUSED,
        RESUMED,
        BACKOFF_CLEARED,
        /** Flag: whether processes run on. */
        SHUT_DOWN,
        SECRET_READ,
        TOKEN_MADE,
        TOKEN_REVOKED,
        /** One of the server's own tokens was replaced. */
        TOKEN_ROTATED,
        /** In the web page. */
        LOGGED_IN,
        /** By a page, for some minutes. */
        CHANGES_ALLOWED
    }

    public static UserAction of(Operation operation, String object) {
        return new UserAction(operation, object, "", 0, true);
    }

    /** Returns this action, which made a revision, with its flag. */
    public UserAction made(long number, boolean set) {
        return new UserAction(operation, object, detail, number, set);
    }

    /** Returns what the user did: {@code set secret URL}. */
    public String words() {
        return switch (operation) {
            case TARGET_SET -> flag ? "set the target" + numbered() : "set the same target";
            case ROLLED_BACK ->
                "rolled back to "
                        + (object.isEmpty() ? "the previous live revision" : "revision " + object)
                        + (revision == 0 ? "" : ", as revision " + revision);
            case SECRET_SET -> "set secret " + object + (flag ? "" : " to the same value");
            case SECRET_REMOVED -> "removed secret " + object;
            case RESOURCE_UPLOADED -> "uploaded resource " + object + " (" + detail + ")";
            case RESOURCE_REMOVED -> "removed resource " + object + (flag ? " by force" : "");
            case RESOURCES_COLLECTED ->
                "removed " + object + (object.equals("1") ? " resource" : " resources") + " that nothing uses";
            case RESTARTED -> "restarted " + object;
            case PAUSED -> "paused the rollout of " + object;
            case RESUMED -> "resumed the rollout of " + object;
            case BACKOFF_CLEARED -> "cleared the back-off of " + object;
            case SHUT_DOWN ->
                flag ? "ended the server, its processes keep running" : "stopped the server and every process";
            case SECRET_READ -> "read secret " + object;
            case TOKEN_MADE -> "made token " + object + ", " + detail;
            case TOKEN_REVOKED -> "revoked token " + object;
            case TOKEN_ROTATED -> "made a new " + object + " token";
            case LOGGED_IN -> "logged in to the web page";
            case CHANGES_ALLOWED -> "allowed changes by the web page";
        };
    }

    private String numbered() {
        return revision == 0 ? "" : ", revision " + revision;
    }
}
