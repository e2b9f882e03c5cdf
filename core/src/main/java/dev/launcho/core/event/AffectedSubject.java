package dev.launcho.core.event;

/**
 * A process or service that a change affects.
 *
 * @param effect as a plan names it: {@code added}, {@code replaced}, ..., or {@code continued}; empty if it is not known
 * @param how for people: {@code rolling, 2 instances (secret DB_URL changed)}
 */
public record AffectedSubject(Kind kind, String name, String effect, String how) {
    private static final String CONTINUED = "continued";

    /** What a change can affect. */
    public enum Kind {
        PROCESS,
        SERVICE,
        /** Only a sentence describes it, as an older server sends it; its name is empty. */
        UNKNOWN
    }

    /** Returns a subject that only its sentence describes. */
    public static AffectedSubject unknown(String sentence) {
        return new AffectedSubject(Kind.UNKNOWN, "", "", sentence);
    }

    /** Returns a subject that the change leaves as it is, and whose unfinished rollout becomes a part of the change's. */
    public static AffectedSubject continued(String name, long revision) {
        return new AffectedSubject(Kind.PROCESS, name, CONTINUED, "its rollout continues from revision " + revision);
    }

    /** Returns whether only its rollout continues; a plan of the change does not have it. */
    public boolean isContinued() {
        return effect.equals(CONTINUED);
    }

    /** Returns the line for people: {@code web: rolling, 2 instances (secret DB_URL changed)}. */
    public String sentence() {
        return switch (kind) {
            case PROCESS -> name + ": " + how;
            case SERVICE -> "service " + name + ": " + how;
            case UNKNOWN -> how;
        };
    }
}
