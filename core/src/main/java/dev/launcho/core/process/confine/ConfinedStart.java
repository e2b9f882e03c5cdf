package dev.launcho.core.process.confine;

import dev.launcho.core.disk.FolderTrust;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.process.system.PrivilegeDrop;
import dev.launcho.core.process.system.ShimScripts;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the words that precede each command run for an instance: {@code before}, its command, its checks, and looks at
 * its files. The words make its mounts, then change the user and drop privileges; nothing that the instance controls is
 * used before that. Any thread.
 */
public final class ConfinedStart {
    private static final Path ROOT = Path.of("/");

    /** Leaves the directory that the mounts were made in. */
    private static final String LEAVE = "cd -P -- \"$1\" && shift && exec \"$@\"";

    private final SystemTools tools;
    private final PrivateTmp tmp;
    private final String mounts;
    private final String enter;

    /** @param tmp makes instances' own folders for temporary files */
    public ConfinedStart(SystemTools tools, PrivateTmp tmp) throws IOException {
        this.tools = tools;
        this.tmp = tmp;
        this.mounts = ShimScripts.words("mounts.sh");
        this.enter = ShimScripts.words("enter.sh");
    }

    /**
     * Returns the directory in which the server has to start what runs for an instance. It is {@code cwd}, unless another
     * user could have made its path lead elsewhere. Then it is the root, and the instance's user enters {@code cwd}.
     * Otherwise a process of that user would stand for a moment where root has led it, and others of the user could follow
     * by {@code /proc/PID/cwd}.
     */
    public static Path start(ProcessSpec spec, UserAccount account, Path cwd) throws IOException {
        boolean entered = account.isOther()
                && !spec.cwd().isEmpty()
                && !FolderTrust.of(cwd).isTrusted();
        return entered ? ROOT : cwd;
    }

    /** Returns where a path leads now, for messages. */
    private static Path real(Path cwd) {
        try {
            return cwd.toRealPath();
        } catch (IOException gone) {
            return cwd;
        }
    }

    /**
     * Returns words that each start another program; the last one starts the command.
     *
     * @param start as {@link #start} returned it; if that is not {@code cwd}, the instance's user enters {@code cwd}
     * @throws IOException if this can't be done here, with a line for the user
     */
    public List<String> words(InstanceId id, ProcessSpec spec, UserAccount account, Path cwd, Path start)
            throws IOException {
        ProcessConfinement confinement = spec.confinement();
        List<String> words = new ArrayList<>();
        if (confinement.hasMounts()) {
            List<PrivateTmp.Place> places = confinement.privateTmp() ? tmp.of(id, cwd) : List.of();
            List<String> plan = MountPlan.words(confinement, cwd, spec.cwd().isEmpty(), places, account);
            words.addAll(tools.namespaces().words(plan, cwd.toRealPath(), mounts));
            if (!start.equals(cwd)) {
                words.addAll(List.of(tools.sh().toString(), "-c", LEAVE, "sh", start.toString()));
            }
        }
        words.addAll(PrivilegeDrop.words(tools, account, confinement));
        if (!start.equals(cwd)) {
            words.addAll(List.of(
                    tools.sh().toString(),
                    "-c",
                    enter,
                    "sh",
                    cwd.toString(),
                    real(cwd).toString()));
        }
        return List.copyOf(words);
    }
}
