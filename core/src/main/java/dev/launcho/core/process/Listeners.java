package dev.launcho.core.process;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who listens on a port: sockets of /proc/net/tcp, held by the processes of a tree or not. */
final class Listeners {
    private Listeners() {}

    /** Who else has the port, or had it; empty if the tree has it, or nothing can be told. */
    static Optional<String> stranger(ProcessTree tree, int port) {
        Set<String> wanted = new HashSet<>(ProcFs.listeners(port));
        if (wanted.isEmpty()) {
            // Somebody has just answered there. Where not even this server's own listeners are seen, none of it is
            // known.
            return ProcFs.listeners(0).isEmpty()
                    ? Optional.empty()
                    : Optional.of("a process that does not listen any more");
        }
        for (ProcFs.Stat member : tree.members()) {
            if (ProcFs.sockets(member.pid()).stream().anyMatch(wanted::contains)) {
                return Optional.empty();
            }
        }
        return Optional.of(holder(wanted));
    }

    private static String holder(Set<String> inodes) {
        for (ProcFs.Stat p : ProcFs.all()) {
            if (ProcFs.sockets(p.pid()).stream().anyMatch(inodes::contains)) {
                return "PID " + p.pid() + " (" + p.name() + ")";
            }
        }
        return "a process of another user";
    }

    static List<Integer> ports(ProcessTree tree) {
        Set<String> held = new HashSet<>();
        tree.members().forEach(member -> held.addAll(ProcFs.sockets(member.pid())));
        return ProcFs.listeners(0).stream()
                .map(line -> line.split(" "))
                .filter(portAndInode -> held.contains(portAndInode[1]))
                .map(portAndInode -> Integer.parseInt(portAndInode[0]))
                .distinct()
                .sorted()
                .toList();
    }
}
