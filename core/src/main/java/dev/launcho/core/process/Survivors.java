package dev.launcho.core.process;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.Exit;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.Version;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what an earlier server of this home has left: by pid, start time and boot where there is a record, by the mark in
 * the environment where there is none. What has lost its shim is ended with its whole tree. Blocking, once, at the start.
 */
final class Survivors {
    private final HostSettings settings;
    private final InstanceRecords records;
    private final Cgroups cgroups;
    private final Processes processes;
    private final Map<InstanceId, InstanceRecords.Entry> running = new HashMap<>();

    Survivors(HostSettings settings, InstanceRecords records, Cgroups cgroups, Processes processes) {
        this.settings = settings;
        this.records = records;
        this.cgroups = cgroups;
        this.processes = processes;
    }

    List<Survivor> find() throws IOException {
        String boot = ProcFs.bootId();
        List<Survivor> all = new ArrayList<>();
        Set<String> alive = new HashSet<>();
        Set<String> recorded = new HashSet<>();
        removeDamaged();
        for (InstanceRecords.Entry e : records.all()) {
            boolean sameBoot = e.boot().equals(boot);
            boolean taken = sameBoot && lives(e);
            boolean runs = taken && isMarked(e);
            recorded.add(e.id().name());
            if (runs) {
                alive.add(e.id().name());
                running.put(e.id(), e);
            }
            Optional<Exit> ended = runs ? Optional.empty() : Optional.of(exit(e, sameBoot && !taken));
            boolean asked = Shim.isAsked(records.run(e.id()));
            all.add(new Survivor(
                    e.id(), e.process(), new Version(e.version()), e.slot(), e.pid(), e.ports(), ended, asked));
        }
        endGroups(alive);
        endStrays(alive);
        removeStale(settings.instances(), recorded);
        removeWork(alive);
        return all;
    }

    /** Records of those that were found to run. */
    Map<InstanceId, InstanceRecords.Entry> running() {
        return Map.copyOf(running);
    }

    /**
     * How it ended; what is left of its tree ends too.
     *
     * @param known whether its pid was that of its shim, and is not another program's now
     */
    private Exit exit(InstanceRecords.Entry e, boolean known) {
        Exit exit = Shim.exitOf(records.run(e.id()), -1);
        if (!known) {
            return exit;
        }
        ProcessTree tree = tree(settings, e, processes);
        Killing.all(tree);
        Optional<String> reason =
                exit.success() ? Optional.empty() : tree.group().outOfMemory(0);
        tree.group().remove();
        return reason.map(exit::killedFor).orElse(exit);
    }

    private static boolean lives(InstanceRecords.Entry e) {
        return ProcFs.stat(e.pid())
                .filter(s -> s.startTicks() == e.startTicks() && !s.zombie())
                .isPresent();
    }

    /**
     * Whether it carries the mark of this instance, of whichever home: shims, which run as the server's user, keep theirs. One
     * that shows no environment at all can't be told from one of ours.
     */
    private static boolean isMarked(InstanceRecords.Entry e) {
        List<String> environment = ProcFs.environment(e.pid());
        return environment.stream().allMatch(String::isEmpty)
                || environment.stream()
                        .anyMatch(entry ->
                                entry.startsWith(Environment.MARK + "=") && entry.endsWith("/" + e.id().name()));
    }

    static ProcessTree tree(HostSettings settings, InstanceRecords.Entry e, Processes processes) {
        return new ProcessTree(
                processes, e.pid(), e.startTicks(), settings.mark(e.id()), new InstanceGroup(e.groups()));
    }

    /** Groups of instances that have ended, and of launches that a server did not live to write down. */
    private void endGroups(Set<String> alive) {
        cgroups.present().forEach((name, group) -> {
            if (!alive.contains(name)) {
                Killing.all(group);
                group.remove();
            }
        });
    }

    /** Processes that carry this home's mark, of instances that nothing else is known of. */
    private void endStrays(Set<String> alive) {
        for (int round = 0; round < 50; round++) {
            List<ProcFs.Stat> strays = new ArrayList<>();
            Processes.Snapshot now = processes.now();
            for (ProcFs.Stat p : now.all()) {
                Optional<String> instance =
                        p.zombie() ? Optional.empty() : now.mark(p).flatMap(this::instance);
                if (instance.isPresent() && !alive.contains(instance.get())) {
                    strays.add(p);
                }
            }
            if (strays.isEmpty()) {
                return;
            }
            Signals.send("KILL", strays);
        }
    }

    /** Of this home, that a mark names. */
    private Optional<String> instance(String mark) {
        String lead = settings.homeId() + "/";
        return mark.startsWith(lead) ? Optional.of(mark.substring(lead.length())) : Optional.empty();
    }

    /** Those that an earlier start has set aside. */
    private void removeDamaged() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(settings.instances(), "*.damaged")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void removeStale(Path instances, Set<String> recorded) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(instances, "*.{exit,started,asked,tmp}")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!recorded.contains(name.substring(0, Math.max(0, name.indexOf('.'))))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** A directory that can't be removed is told, and left. */
    private void removeWork(Set<String> alive) throws IOException {
        if (!Files.isDirectory(settings.work())) {
            return;
        }
        try (DirectoryStream<Path> dirs = Files.newDirectoryStream(settings.work())) {
            for (Path dir : dirs) {
                if (!alive.contains(dir.getFileName().toString()) && isOurs(dir)) {
                    try {
                        Folders.remove(dir);
                    } catch (IOException e) {
                        settings.warnings().accept("could not remove " + dir + ": " + e.getMessage());
                    }
                }
            }
        }
    }

    /** A configured folder may hold other things: only what is named like an instance is removed. */
    private static boolean isOurs(Path dir) {
        return dir.getFileName().toString().matches("[a-z]+-[a-z]+-[0-9]+") && Files.isDirectory(dir);
    }
}
