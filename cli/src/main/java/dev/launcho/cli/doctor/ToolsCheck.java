package dev.launcho.cli.doctor;

import dev.launcho.core.disk.SystemPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A check that the programs with which the server starts and stops instances are installed, where the server looks for them. */
final class ToolsCheck implements DoctorCheck {
    private static final List<String> NEEDED = List.of("sh", "cat", "head", "env", "setsid", "kill");

    private final List<String> folders;

    ToolsCheck() {
        this(SystemPrograms.FOLDERS);
    }

    /** @param folders that are searched */
    ToolsCheck(List<String> folders) {
        this.folders = folders;
    }

    @Override
    public String name() {
        return "tools";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) {
        Set<String> missing = new TreeSet<>();
        for (String needed : NEEDED) {
            if (!isThere(needed)) {
                missing.add(needed);
            }
        }
        if (!missing.isEmpty()) {
            return List.of(CheckFinding.failed(
                    name(),
                    "not in " + String.join(", ", folders) + ": " + String.join(", ", missing),
                    "apt-get install coreutils util-linux procps, or the packages of this system that have them"));
        }
        if (site.isRoot() && !isThere("setpriv")) {
            return List.of(CheckFinding.warning(
                    name(), "setpriv is missing: no process can have a uid of its own", "apt-get install util-linux"));
        }
        return List.of(CheckFinding.ok(name(), "the programs that start processes are installed"));
    }

    private boolean isThere(String program) {
        return folders.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
