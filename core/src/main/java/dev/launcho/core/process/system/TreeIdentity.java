package dev.launcho.core.process.system;

import dev.launcho.core.process.kernel.ProcFs;

/**
 * The facts by which a process is recognised as an instance's where neither a cgroup nor its descent from the shim
 * shows it.
 *
 * @param mark value of {@link InstanceEnvironment#MARK}; empty = no process bears it. Anybody who can read a process's
 *     environment can copy the mark, so it proves nothing about a process of another user.
 * @param uid the user that the instance was started as
 * @param changesUser whether processes of other users may be the instance's too: if it runs as root, or may use setuid
 *     programs
 */
public record TreeIdentity(String mark, long uid, boolean changesUser) {
    public static final long ROOT = 0;

    /** Returns the identity of a tree whose processes bear no mark. */
    public static TreeIdentity unmarked(long uid) {
        return new TreeIdentity("", uid, true);
    }

    public TreeIdentity {
        changesUser = changesUser || uid == ROOT;
    }

    /** Returns whether a process bears the mark and runs as the same user. */
    public boolean claims(ProcessTable.Snapshot now, ProcFs.Stat p) {
        return now.mark(p).filter(mark::equals).isPresent() && isSameUser(p);
    }

    /** Returns whether a process runs as the instance's user. Reads this from the kernel each time: a process may change its user. */
    public boolean isSameUser(ProcFs.Stat p) {
        return ProcFs.runsAs(p.pid(), uid);
    }
}
