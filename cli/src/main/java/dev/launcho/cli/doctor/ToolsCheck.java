package dev.launcho.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A check that the programs that start instances are installed. */
final class ToolsCheck implements DoctorCheck {
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));

    @Override
    public String name() {
        return "tools";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) {
        Set<String> missing = new TreeSet<>();
        for (String needed : List.of("sh", "env", "setsid", "kill")) {
            if (!isThere(needed)) {
                missing.add(needed);
            }
        }
        if (!missing.isEmpty()) {
            return List.of(CheckFinding.failed(
                    name(),
                    "not in " + FOLDERS.stream().map(Path::toString).collect(Collectors.joining(", ")) + ": "
                            + String.join(", ", missing),
                    "apt-get install coreutils util-linux procps, or the packages of this system that have them"));
        }
        if (site.isRoot() && !isThere("setpriv")) {
            return List.of(CheckFinding.warning(
                    name(), "setpriv is missing: no process can have a uid of its own", "apt-get install util-linux"));
        }
        return List.of(CheckFinding.ok(name(), "the programs that start processes are installed"));
    }

    private static boolean isThere(String program) {
        return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
    }
}
