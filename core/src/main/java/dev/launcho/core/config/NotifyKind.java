package dev.launcho.core.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kind of a message to a receiver. */
public enum NotifyKind {
    /** A version of a process was given up. */
    FAILED,
    /** A process ends again and again. */
    CRASH_LOOP,
    /** A ready instance fails its health checks. */
    UNHEALTHY,
    /** A new version of a process is live. */
    LIVE,
    /** A trouble of another kind is over. */
    RECOVERED,
    /** The kernel killed a process of an instance for lack of memory. */
    OUT_OF_MEMORY,
    /** The home can't be written, or an instance found no room on the disk. */
    DISK;

    /** The kinds of a receiver that names none: all troubles and their ends. */
    public static final Set<NotifyKind> USUAL = Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(LIVE)));

    /** Returns the word for the config and for programs: {@code crash_loop}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the words for people: {@code crash loop}. */
    public String words() {
        return word().replace('_', ' ');
    }

    /** Returns whether messages of this kind begin a trouble, which {@link #RECOVERED} ends. */
    public boolean isTrouble() {
        return this != LIVE && this != RECOVERED;
    }
}
