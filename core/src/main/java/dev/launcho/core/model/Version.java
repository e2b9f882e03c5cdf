package dev.launcho.core.model;

import org.jspecify.annotations.Nullable;

/**
 * The version of a process: a keyed hash of everything whose change needs a new instance. It reveals nothing about the
 * secret values that went into it.
 */
public record Version(String hash) {
    /** Stands for no version. */
    public static final Version NONE = new Version("");

    /** Written out for speed: the method that a record generates takes many times longer, and planning calls this most. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Version v && hash.equals(v.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return hash;
    }
}
