package dev.launcho.core.process;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.OutOfMemory;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.InstanceNames;
import dev.launcho.core.model.Version;
import dev.launcho.core.process.cgroup.CgroupFactory;
import dev.launcho.core.process.cgroup.InstanceGroup;
import dev.launcho.core.process.folder.WorkDirs;
import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.system.InstanceEnvironment;
import dev.launcho.core.process.system.ProcessTable;
import dev.launcho.core.process.system.TreeIdentity;
import dev.launcho.core.process.system.UserAccount;
import dev.launcho.core.process.tree.ProcessTree;
import dev.launcho.core.process.tree.TreeKiller;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the instances that an earlier server of this home has left. A record identifies them by pid, start time and
 * boot id; without a record the mark in the environment does. An instance that has lost its shim is killed with its
 * whole tree. Blocks; used once, at the start.
 */
final class SurvivorSearch {
    private static final Exit UNKNOWN = Exit.of(Exit.Stage.COMMAND, -1);

    private final HostSettings settings;
    private final InstanceRecords records;
    private final CgroupFactory cgroups;
    private final ProcessTable processes;
    private final Map<InstanceId, InstanceRecords.Entry> running = new HashMap<>();
    private final List<Path> leftOver = new ArrayList<>();
    private final Map<InstanceId, ProcessHost.Lost> lost = new LinkedHashMap<>();

    SurvivorSearch(HostSettings settings, InstanceRecords records, CgroupFactory cgroups, ProcessTable processes) {
        this.settings = settings;
        this.records = records;
        this.cgroups = cgroups;
        this.processes = processes;
    }

    List<SurvivingInstance> find() throws IOException {
        String boot = ProcFs.bootId();
        List<SurvivingInstance> all = new ArrayList<>();
        Set<String> alive = new HashSet<>();
        Set<String> recorded = new HashSet<>();
        removeDamaged();
        for (InstanceRecords.Entry e : records.all(this::damaged)) {
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
            all.add(new SurvivingInstance(
                    e.id(), e.process(), new Version(e.version()), e.slot(), e.pid(), e.ports(), ended, asked));
        }
        endGroups(alive, recorded);
        endStrays(alive, recorded);
        removeStale(settings.instances(), recorded);
        findWork(settings.work(), alive);
        findWork(WorkDirs.shared(settings.homeId()), alive);
        return all;
    }

    /** Returns the records of the instances that were found running. */
    Map<InstanceId, InstanceRecords.Entry> running() {
        return Map.copyOf(running);
    }

    /** Returns the working directories of instances that do not run. */
    List<Path> leftOver() {
        return List.copyOf(leftOver);
    }

    /** Returns the instances without a good record. */
    List<ProcessHost.Lost> lost() {
        return List.copyOf(lost.values());
    }

    /** Notes an instance whose record is damaged. If it has ended by itself, its shim has written how. */
    private void damaged(InstanceId id) {
        Exit exit = Shim.exitOf(records.run(id), -1);
        boolean known = exit.status() >= 0 || !exit.problem().isEmpty();
        lost.put(id, new ProcessHost.Lost(id, known ? exit : UNKNOWN, false));
    }

    /** Notes that processes of an instance without a good record were killed. If its shim has written how it ended, that counts instead. */
    private void killed(String instance) {
        try {
            InstanceId id = new InstanceId(instance);
            ProcessHost.Lost before = lost.get(id);
            String why = before == null ? "the server had no record of it" : "its record was damaged";
            if (before == null || before.exit().equals(UNKNOWN)) {
                lost.put(id, new ProcessHost.Lost(id, UNKNOWN.killedFor(why), true));
            }
        } catch (IllegalArgumentException notAnInstance) {
            return; // Somebody else has made this mark.
        }
    }

    /**
     * Returns how an instance ended, and kills the rest of its tree.
     *
     * @param known whether the pid was its shim's, and no other program has it now
     */
    private Exit exit(InstanceRecords.Entry e, boolean known) {
        Exit exit = Shim.exitOf(records.run(e.id()), -1);
        if (!known) {
            return exit;
        }
        ProcessTree tree = tree(settings, e, processes, true);
        TreeKiller.all(tree);
        Optional<OutOfMemory> reason =
                exit.success() ? Optional.empty() : tree.group().outOfMemory();
        tree.group().remove();
        return reason.map(why -> exit.killedFor(why, 0)).orElse(exit);
    }

    private static boolean lives(InstanceRecords.Entry e) {
        return ProcFs.stat(e.pid())
                .filter(s -> s.startTicks() == e.startTicks() && !s.zombie())
                .isPresent();
    }

    /**
     * Returns whether a shim carries the mark of its instance; a record without a mark accepts that of any home. Shims
     * run as the server's user and keep their mark. A process that shows no environment at all can't be distinguished
     * from ours, so it counts.
     */
    private static boolean isMarked(InstanceRecords.Entry e) {
        List<String> environment = ProcFs.environment(e.pid());
        String lead = InstanceEnvironment.MARK + "=";
        return environment.stream().allMatch(String::isEmpty)
                || environment.stream()
                        .anyMatch(entry -> e.mark().isEmpty()
                                ? entry.startsWith(lead) && entry.endsWith("/" + e.id().name())
                                : entry.equals(lead + e.mark()));
    }

    /** Returns the mark of an instance. Earlier servers gave a mark without a secret, and did not record it. */
    static String mark(HostSettings settings, InstanceRecords.Entry e) {
        return e.mark().isEmpty() ? settings.mark(e.id()) : e.mark();
    }

    static ProcessTree tree(
            HostSettings settings, InstanceRecords.Entry e, ProcessTable processes, boolean changesUser) {
        long uid = e.uid() == InstanceRecords.Entry.UNKNOWN ? userBelow(e.pid()) : e.uid();
        return new ProcessTree(
                processes,
                e.pid(),
                e.startTicks(),
                new TreeIdentity(mark(settings, e), uid, changesUser),
                new InstanceGroup(e.groups()));
    }

    /** Returns the user that the command runs as; the shim may run as the server's user. */
    private static long userBelow(long shim) {
        return ProcFs.child(shim)
                .flatMap(child -> ProcFs.users(child).stream().findFirst())
                .orElse(UserAccount.own());
    }

    /** Ends the groups of instances that have ended, and of launches that a server did not live to record. */
    private void endGroups(Set<String> alive, Set<String> recorded) {
        cgroups.present().forEach((name, group) -> {
            if (!alive.contains(name)) {
                if (!recorded.contains(name) && !group.pids().isEmpty()) {
                    killed(name);
                }
                TreeKiller.all(group);
                group.remove();
            }
        });
    }

    /**
     * Ends processes that carry this home's mark, of instances of which nothing else is known. Every user can give such
     * a mark to their own processes, but nobody else can give it to those of the server's user. Shims run as that user,
     * and what is below a shim is its instance's.
     */
    private void endStrays(Set<String> alive, Set<String> recorded) {
        for (int round = 0; round < 50; round++) {
            List<ProcFs.Stat> strays = new ArrayList<>();
            ProcessTable.Snapshot now = processes.now();
            for (ProcFs.Stat p : now.all()) {
                Optional<String> instance = p.zombie()
                        ? Optional.empty()
                        : now.mark(p).flatMap(mark -> InstanceMark.instance(mark, settings.homeId()));
                if (instance.isPresent()
                        && !alive.contains(instance.get())
                        && ProcFs.runsAs(p.pid(), UserAccount.own())) {
                    strays.add(p);
                    if (!recorded.contains(instance.get())) {
                        killed(instance.get());
                    }
                }
            }
            if (strays.isEmpty()) {
                return;
            }
            strays.forEach(p -> endTree(p, now.mark(p).orElse("")));
        }
    }

    /** Kills a stray and everything that it has started, as any user. */
    private void endTree(ProcFs.Stat stray, String mark) {
        TreeIdentity identity = new TreeIdentity(mark, userBelow(stray.pid()), true);
        TreeKiller.all(new ProcessTree(processes, stray.pid(), stray.startTicks(), identity, InstanceGroup.NONE));
    }

    /** Removes the damaged records that an earlier start has set aside. */
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

    private void findWork(Path work, Set<String> alive) throws IOException {
        if (!Files.isDirectory(work)) {
            return;
        }
        try (DirectoryStream<Path> dirs = Files.newDirectoryStream(work)) {
            for (Path dir : dirs) {
                if (!alive.contains(dir.getFileName().toString()) && isOurs(dir)) {
                    leftOver.add(dir);
                }
            }
        }
    }

    /** Returns whether a directory is named like an instance. A configured folder may hold other things, which stay. */
    private static boolean isOurs(Path dir) {
        return InstanceNames.isName(dir.getFileName().toString()) && Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS);
    }
}
