package dev.launcho.core.process.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** All processes at one moment, from which the trees of many instances are found without another look. One thread. */
public final class ProcSnapshot {
    private static final long MICROS_PER_TICK = 10_000;

    private final Map<Long, ProcFs.Stat> byPid = new HashMap<>();
    private final Map<Long, List<ProcFs.Stat>> bySession = new HashMap<>();
    private final Map<Long, List<ProcFs.Stat>> byParent = new HashMap<>();

    public ProcSnapshot(List<ProcFs.Stat> all) {
        for (ProcFs.Stat p : all) {
            byPid.put(p.pid(), p);
            bySession.computeIfAbsent(p.session(), s -> new ArrayList<>()).add(p);
            byParent.computeIfAbsent(p.parent(), s -> new ArrayList<>()).add(p);
        }
    }

    /** Returns the processes of a session, the given ones, and all their descendants. */
    public List<ProcFs.Stat> tree(long session, Set<Long> more) {
        Deque<ProcFs.Stat> open = new ArrayDeque<>(bySession.getOrDefault(session, List.of()));
        more.stream().map(byPid::get).filter(Objects::nonNull).forEach(open::add);
        Set<Long> in = new HashSet<>();
        List<ProcFs.Stat> members = new ArrayList<>();
        while (!open.isEmpty()) {
            ProcFs.Stat p = open.pop();
            if (in.add(p.pid())) {
                members.add(p);
                open.addAll(byParent.getOrDefault(p.pid(), List.of()));
            }
        }
        return members;
    }

    /**
     * Returns the CPU time of processes; negative if there are none, as in a snapshot from before their start. Linux prints it
     * in hundredths of a second, whatever its own clock does (USER_HZ).
     */
    public static long cpuMicros(List<ProcFs.Stat> members) {
        return members.isEmpty()
                ? -1
                : MICROS_PER_TICK
                        * members.stream().mapToLong(ProcFs.Stat::cpuTicks).sum();
    }

    /** Returns the resident bytes of processes; negative if there are none. */
    public static long memory(List<ProcFs.Stat> members) {
        return members.isEmpty()
                ? -1
                : ProcFs.PAGE_BYTES
                        * members.stream().mapToLong(ProcFs.Stat::rssPages).sum();
    }
}
