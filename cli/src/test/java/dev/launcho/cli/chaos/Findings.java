package dev.launcho.cli.chaos;

import dev.launcho.core.admin.StatusView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with a site that should have settled, as /proc and the file system have it. */
final class Findings {
    private final Site site;
    private final List<String> wrong = new ArrayList<>();

    Findings(Site site) {
        this.site = site;
    }

    List<String> wrong() {
        return wrong;
    }

    void add(String what) {
        wrong.add(what);
    }

    /** No orphan, no twin, nothing left over; what is in {@code s} is all there is. */
    void settled(StatusView s) throws IOException {
        Set<String> known = s.processes().stream()
                .flatMap(p -> p.instances().stream())
                .map(StatusView.Instance::id)
                .collect(Collectors.toCollection(TreeSet::new));
        List<Census.Member> members = Census.of(site.homeId());
        for (Census.Member m : members) {
            if (!known.contains(m.instance())) {
                wrong.add("orphan: " + m);
            }
        }
        for (String id : known) {
            List<Census.Member> shims = members.stream()
                    .filter(m -> m.instance().equals(id) && m.isShim() && isFirst(m, members))
                    .toList();
            if (shims.size() != 1) {
                wrong.add(id + " has " + shims.size() + " shims: " + shims);
            }
        }
        for (StatusView.Process p : s.processes()) {
            Set<String> its =
                    p.instances().stream().map(StatusView.Instance::id).collect(Collectors.toSet());
            long apps = members.stream()
                    .filter(m -> its.contains(m.instance()) && m.isApp())
                    .count();
            if (!p.name().equals("daemon") && apps != p.wanted()) {
                wrong.add(p.name() + ": " + apps + " commands run, " + p.wanted() + " are wanted");
            }
        }
        same("records", known, stems(site.home.instances(), ".json"));
        ports(s);
        leftovers(known, s.processes().size());
    }

    /** A subshell of the shim has the shim's command line. */
    private static boolean isFirst(Census.Member m, List<Census.Member> all) {
        return all.stream().noneMatch(other -> other.pid() == m.parent() && other.isShim());
    }

    private void ports(StatusView s) throws IOException {
        TreeSet<Integer> given = s.processes().stream()
                .flatMap(p -> p.instances().stream())
                .flatMap(i -> i.ports().values().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<Integer> listening = Census.listening(site.firstPort, site.firstPort + Site.PORTS);
        if (!given.equals(listening)) {
            wrong.add("ports given " + given + ", ports listened on " + listening);
        }
    }

    private void leftovers(Set<String> known, int processes) throws IOException {
        Set<String> work = stems(site.home.work(), "");
        work.removeAll(known);
        // The last failed one of each process is kept.
        if (work.size() > processes) {
            wrong.add("working directories of nobody: " + work);
        }
        try (Stream<Path> files = Files.walk(site.home.dir().toRealPath())) {
            List<String> temporary = files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(".tmp"))
                    .toList();
            if (!temporary.isEmpty()) {
                wrong.add("temporary files: " + temporary);
            }
        } catch (UncheckedIOException vanished) {
            wrong.add("a folder that is still being removed: " + vanished.getMessage());
        }
        Set<String> groups = groups();
        groups.removeAll(known);
        if (!groups.isEmpty()) {
            wrong.add("cgroups of nobody: " + groups);
        }
    }

    private Set<String> groups() throws IOException {
        String lead = "launcho." + site.homeId() + ".";
        Set<String> names = new TreeSet<>();
        Path root = Path.of("/sys/fs/cgroup");
        if (Files.isDirectory(root)) {
            try (Stream<Path> all = Files.find(
                    root,
                    12,
                    (path, a) ->
                            a.isDirectory() && path.getFileName().toString().startsWith(lead))) {
                all.forEach(path -> names.add(path.getFileName().toString().substring(lead.length())));
            } catch (UncheckedIOException vanished) {
                return names;
            }
        }
        return names;
    }

    private static Set<String> stems(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void same(String what, Set<String> wanted, Set<String> found) {
        if (!wanted.equals(found)) {
            wrong.add(what + ": " + wanted + " in status, " + found + " on disk");
        }
    }

    /** After the server was stopped nothing may be left. */
    void stopped(int exit) throws IOException {
        if (exit != 0 && exit != 143) {
            wrong.add("the server stopped with exit " + exit);
        }
        Census.of(site.homeId()).forEach(m -> wrong.add("left behind: " + m));
        TreeSet<Integer> listening = Census.listening(site.firstPort, site.firstPort + Site.PORTS);
        if (!listening.isEmpty()) {
            wrong.add("still listened on: " + listening);
        }
        Set<String> records = stems(site.home.instances(), ".json");
        if (!records.isEmpty()) {
            wrong.add("records left: " + records);
        }
        Set<String> groups = groups();
        if (!groups.isEmpty()) {
            wrong.add("cgroups left: " + groups);
        }
    }

    /** What a server holds, which must not grow with what it has been through. */
    void leaks(Map<String, Integer> before, Map<String, Integer> after) {
        before.forEach((what, count) -> {
            int now = after.getOrDefault(what, 0);
            if (now > count + 6) {
                wrong.add(what + " of the server: " + count + " before, " + now + " after");
            }
        });
    }
}
