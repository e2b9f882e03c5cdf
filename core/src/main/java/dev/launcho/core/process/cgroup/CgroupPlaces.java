package dev.launcho.core.process.cgroup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The place of this process in the cgroups of its machine. Only permissions are read; a server finds out by trying.
 *
 * @param all its own folder in each useful hierarchy
 * @param writable those of them in which it could make groups
 */
public record CgroupPlaces(List<Path> all, List<Path> writable) {
    private static final Set<String> OF_USE = Set.of("memory", "pids", "cpu", "cpuacct");

    public CgroupPlaces {
        all = List.copyOf(all);
        writable = List.copyOf(writable);
    }

    /** Returns the places as they are now; empty where there are no cgroups. */
    public static CgroupPlaces present() {
        List<Path> all = CgroupMounts.present().stream()
                .filter(h -> h.unified() || h.controllers().stream().anyMatch(OF_USE::contains))
                .map(CgroupMounts.Hierarchy::own)
                .toList();
        return new CgroupPlaces(all, all.stream().filter(Files::isWritable).toList());
    }
}
