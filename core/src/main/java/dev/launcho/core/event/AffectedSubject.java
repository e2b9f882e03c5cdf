package dev.launcho.core.event;

/**
 * A process or service that a change affects.
 *
 * @param effect as a plan names it: {@code added}, {@code replaced}, ...; empty if it is not known
 * @param how for people: {@code rolling, 2 instances (secret DB_URL changed)}
 */
public record AffectedSubject(Kind kind, String name, String effect, String how) {
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

    /** Returns the line for people: {@code web: rolling, 2 instances (secret DB_URL changed)}. */
    public String sentence() {
        return switch (kind) {
            case PROCESS -> name + ": " + how;
            case SERVICE -> "service " + name + ": " + how;
            case UNKNOWN -> how;
        };
    }
}
