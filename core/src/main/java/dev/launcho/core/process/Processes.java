package dev.launcho.core.process;

import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All processes of the machine with the marks that they carry, for many instances at once: whoever asks while a look is
 * being taken gets the next one together with all others that wait for it, and no environment is read twice. Without this
 * the end of some hundred instances would take minutes. Thread-safe.
 */
final class Processes {
    private static final String LEAD = Environment.MARK + "=";
    private static final long SELF = ProcessHandle.current().pid();
    private static final long KERNEL = 2;

    private Look latest = new Look(Long.MIN_VALUE, List.of(), Map.of());
    private boolean looked;

    /** A process's mark, of the home and instance; empty for none. With its start time, since pids are used again. */
    private record Marked(long startTicks, String mark) {}

    /**
     * What was there at one moment.
     *
     * @param begunNanos when the look began: all that were there then, and still are, are in it
     */
    private record Look(long begunNanos, List<ProcFs.Stat> all, Map<Long, Marked> marks) {}

    /** Those that were there when this was called, and perhaps later ones. */
    Snapshot now() {
        long asked = System.nanoTime();
        synchronized (this) {
            if (!looked || latest.begunNanos() - asked < 0) {
                latest = look(latest.marks());
                looked = true;
            }
            return new Snapshot(latest.all(), latest.marks());
        }
    }

    /** Immutable. */
    static final class Snapshot {
        private final List<ProcFs.Stat> all;
        private final Map<Long, Marked> marks;

        private Snapshot(List<ProcFs.Stat> all, Map<Long, Marked> marks) {
            this.all = all;
            this.marks = marks;
        }

        List<ProcFs.Stat> all() {
            return all;
        }

        /** The instance that a process was started for, as {@code HOME/INSTANCE}; empty where it can't be told. */
        Optional<String> mark(ProcFs.Stat p) {
            Marked marked = marks.get(p.pid());
            return marked == null || marked.mark().isEmpty() ? Optional.empty() : Optional.of(marked.mark());
        }
    }

    private static Look look(Map<Long, Marked> known) {
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
     * A child has its parent's environment from its first moment on, so a mark can go (by exec) but does not come: what was
     * once seen stays true. The exceptions are the children of this JVM, until they have become what they are to be, and a
     * process in the middle of an exec, whose environment looks empty.
     */
    private static @Nullable Marked marked(ProcFs.Stat p, @Nullable Marked known) {
        if (known != null && known.startTicks() == p.startTicks()) {
            return known;
        }
        if (p.parent() == KERNEL || p.zombie()) {
            return null;
        }
        List<String> environment = ProcFs.environment(p.pid());
        String mark = environment.stream()
                .filter(entry -> entry.startsWith(LEAD))
                .findFirst()
                .map(entry -> entry.substring(LEAD.length()))
                .orElse("");
        boolean settled = environment.stream().anyMatch(entry -> !entry.isEmpty()) && p.parent() != SELF;
        return settled || !mark.isEmpty() ? new Marked(p.startTicks(), mark) : null;
    }
}
