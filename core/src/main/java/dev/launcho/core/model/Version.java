package dev.launcho.core.model;

/**
 * What an instance was started from: a keyed hash of everything whose change needs a new instance. It tells nothing of
 * the secret values that went into it.
 */
public record Version(String hash) {
    /** Stands where there is no version. */
    public static final Version NONE = new Version("");

    @Override
    public String toString() {
        return hash;
    }
}
