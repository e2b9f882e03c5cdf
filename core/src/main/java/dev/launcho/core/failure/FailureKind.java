package dev.launcho.core.failure;

import java.util.Set;

/**
 * The kind of a failure of a system call, independent of the system's language. Decisions compare this, never a text.
 * Users read {@link #words}, always in English.
 */
public enum FailureKind {
    /** Nothing listens there. */
    REFUSED("connection refused", 111),
    TIMED_OUT("no answer in time", 110),
    UNREACHABLE("unreachable", 101, 113),
    /** ECONNRESET, ECONNABORTED, and EPIPE where an end came before the reset. */
    RESET("the connection was reset", 104, 103, 32),

    /** Every local port of the source address is in use for that peer: EADDRNOTAVAIL, or EAGAIN in a connect. */
    NO_PORT_LEFT("this machine has no local port left for it (sysctl net.ipv4.ip_local_port_range)", 11, 99),
    /** EMFILE and ENFILE. */
    NO_DESCRIPTOR("no more open files are allowed (ulimit -n)", 24, 23),
    /** ENOBUFS and ENOMEM. */
    NO_MEMORY("the kernel has no memory left for it", 105, 12),

    /** EAGAIN of a fork. */
    NO_PROCESS("no more processes are allowed (ulimit -u, pids.max)"),
    /** The connect failed in a local call for which Java has no exception of its own: the peer was not contacted. */
    NOT_BEGUN("this machine could not begin the connection"),
    /** An account that is not in /etc/passwd was asked for, and the directory of users (LDAP, SSSD, ...) did not answer. */
    NO_ACCOUNT_ANSWER("the machine's directory of users does not answer (getent passwd)"),

    /** The server was stopped, or the machine gave it no processor, over the time in which it had to look. */
    STOOD_STILL("this server stood still meanwhile"),

    /** EACCES and EPERM. */
    DENIED("permission denied", 13, 1),
    /** EADDRINUSE. */
    ADDRESS_TAKEN("the address is in use", 98),
    /** EADDRNOTAVAIL in a bind, where it does not mean the same as in a connect. */
    NO_SUCH_ADDRESS("this machine has no such address"),
    /** ENOSPC and EDQUOT. */
    DISK_FULL("no space left on the disk", 28, 122),
    OTHER("an unexpected error");

    private final String words;
    private final Set<Integer> numbers;

    FailureKind(String words, Integer... numbers) {
        this.words = words;
        this.numbers = Set.of(numbers);
    }

    /** Returns the failure in words for a user, without a subject and a full stop. */
    public String words() {
        return words;
    }

    /** Returns whether this server itself lacks something: this says nothing about the peer, and a later try may work. */
    public boolean isShortage() {
        return fault() == Fault.OURS;
    }

    /** Returns whether this failure of a connect means that the peer can't be reached. */
    public boolean isPeers() {
        return fault() == Fault.THEIRS;
    }

    private enum Fault {
        OURS,
        THEIRS,
        NOBODYS
    }

    private Fault fault() {
        return switch (this) {
            case NO_PORT_LEFT, NO_DESCRIPTOR, NO_MEMORY, NO_PROCESS, NOT_BEGUN, NO_ACCOUNT_ANSWER, STOOD_STILL ->
                Fault.OURS;
            case REFUSED, TIMED_OUT, UNREACHABLE, RESET -> Fault.THEIRS;
            case DENIED, ADDRESS_TAKEN, NO_SUCH_ADDRESS, DISK_FULL, OTHER -> Fault.NOBODYS;
        };
    }

    /** @param errno of Linux, as of a call that uses a socket's or a file's descriptor; see errno(3) */
    public static FailureKind ofErrno(int errno) {
        for (FailureKind kind : values()) {
            if (kind.numbers.contains(errno)) {
                return kind;
            }
        }
        return OTHER;
    }
}
