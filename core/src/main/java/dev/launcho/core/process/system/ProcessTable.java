package dev.launcho.core.process.system;

import dev.launcho.core.process.kernel.EnvironmentScan;
import dev.launcho.core.process.kernel.ListeningSockets;
import dev.launcho.core.process.kernel.ProcFs;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All processes of the machine with the marks that they carry, for many instances at once. Callers that ask while a
 * look is being taken share the next look, and no environment is read twice. Without this the end of some hundred
 * instances would take minutes. Thread-safe.
 */
public final class ProcessTable {
    private static final long SELF = ProcessHandle.current().pid();
    private static final long KERNEL = 2;
    private static final long RECENT_NANOS = 1_000_000_000L;

    /** The users whose processes are looked into. */
    private final Set<Long> watched = ConcurrentHashMap.newKeySet();

    private Look latest = new Look(Long.MIN_VALUE, List.of(), Map.of());
    private boolean looked;

    private final Object listening = new Object();
    private @Nullable ListeningSockets sockets;
    private long socketsNanos;

    /** The mark of a process, empty for none; with the process's start time, since pids are reused. */
    private record Marked(long startTicks, String mark) {}

    /**
     * The processes at one moment.
     *
     * @param begunNanos when the look began: it holds every process that existed then and still does
     */
    private record Look(long begunNanos, List<ProcFs.Stat> all, Map<Long, Marked> marks) {}

    public ProcessTable() {
        watched.add(UserAccount.own());
    }

    /**
     * Has the marks of a user's processes read, too. The marks of other users' processes mean nothing, so these are not
     * looked into. A process can make its environment so that a reader waits for it without end.
     */
    public void watch(long uid) {
        watched.add(uid);
    }

    /** Returns the processes that exist when this is called, and perhaps later ones. */
    public Snapshot now() {
        long asked = System.nanoTime();
        synchronized (this) {
            if (!looked || latest.begunNanos() - asked < 0) {
                latest = look(latest.marks());
                looked = true;
            }
            return new Snapshot(latest.all(), latest.marks());
        }
    }

    /**
     * Returns the listening sockets as they were at most a second ago. The kernel goes through all connections of the machine
     * to list them, which costs milliseconds: one look serves many instances.
     */
    public ListeningSockets recentListeners() {
        long asked = System.nanoTime();
        synchronized (listening) {
            if (sockets == null || asked - socketsNanos > RECENT_NANOS) {
                socketsNanos = asked;
                sockets = ListeningSockets.first();
            }
            return sockets;
        }
    }

    /** The processes of one look. Immutable. */
    public static final class Snapshot {
        private final List<ProcFs.Stat> all;
        private final Map<Long, Marked> marks;

        private Snapshot(List<ProcFs.Stat> all, Map<Long, Marked> marks) {
            this.all = all;
            this.marks = marks;
        }

        public List<ProcFs.Stat> all() {
            return all;
        }

        /** Returns the mark of the instance that a process was started for; empty where none can be seen. */
        public Optional<String> mark(ProcFs.Stat p) {
            Marked marked = marks.get(p.pid());
            return marked == null || marked.mark().isEmpty() ? Optional.empty() : Optional.of(marked.mark());
        }
    }

    private Look look(Map<Long, Marked> known) {
        long begun = System.nanoTime();
        List<ProcFs.Stat> all = new ArrayList<>();
        Map<Long, Marked> marks = new HashMap<>();
        String[] names = new File("/proc").list();
        for (String name : names == null ? new String[0] : names) {
            if (name.charAt(0) < '0' || name.charAt(0) > '9') {
                continue;
            }
            ProcFs.Stat p = ProcFs.stat(Long.parseLong(name)).orElse(null);
            if (p != null) {
                all.add(p);
                Marked marked = marked(p, known.get(p.pid()));
                if (marked != null) {
                    marks.put(p.pid(), marked);
                }
            }
        }
        return new Look(begun, List.copyOf(all), marks);
    }

    /**
     * Returns what is known of a process's mark. A child has its parent's environment from its first moment on. So a mark
     * can vanish (by exec) but never appears: an earlier answer stays true. Exceptions are the children of this JVM before
     * their exec, and a process in the middle of an exec, whose environment looks empty.
     */
    private @Nullable Marked marked(ProcFs.Stat p, @Nullable Marked known) {
        if (known != null && known.startTicks() == p.startTicks()) {
            return known;
        }
        if (p.parent() == KERNEL || p.zombie()) {
            return null;
        }
        if (ProcFs.effectiveUser(p.pid()).filter(watched::contains).isEmpty()) {
            return null;
        }
        EnvironmentScan environment = EnvironmentScan.of(p.pid(), InstanceEnvironment.MARK);
        String mark = environment.value().orElse("");
        boolean settled = environment.readable() && p.parent() != SELF;
        return settled || !mark.isEmpty() ? new Marked(p.startTicks(), mark) : null;
    }
}
