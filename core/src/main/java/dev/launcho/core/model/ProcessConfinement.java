package dev.launcho.core.model;

import dev.launcho.core.text.CapabilitySet;
import java.util.List;

/**
 * The confinement of an instance's processes, which keeps them from doing more than they need.
 *
 * @param allowNewPrivileges whether a program may gain privileges that its caller lacks, by setuid, setgid or capabilities
 *     of its file
 * @param oomScoreAdjust from -1000, never killed when memory runs out, to 1000, killed first; see proc(5)
 * @param readOnly absolute paths that they can't write, with everything below
 * @param privateTmp whether {@code /tmp} and {@code /var/tmp} are the instance's own
 */
public record ProcessConfinement(
        boolean allowNewPrivileges,
        int oomScoreAdjust,
        List<String> readOnly,
        boolean privateTmp,
        CapabilitySet capabilities) {
    /** The confinement of a process whose target says nothing about it. */
    public static final ProcessConfinement DEFAULT =
            new ProcessConfinement(false, 0, List.of(), false, CapabilitySet.UNBOUNDED);

    public ProcessConfinement {
        readOnly = List.copyOf(readOnly);
    }

    /** Returns this confinement for the server's own programs, which never need new privileges. */
    public ProcessConfinement refusing() {
        return new ProcessConfinement(false, oomScoreAdjust, readOnly, privateTmp, capabilities);
    }

    /** Returns whether the instance needs mounts of its own. */
    public boolean hasMounts() {
        return privateTmp || !readOnly.isEmpty();
    }
}
