package dev.launcho.cli.doctor;

import dev.launcho.core.config.ConfigReading;
import dev.launcho.core.config.ExposedReceivers;
import dev.launcho.core.disk.FolderDistrust;
import dev.launcho.core.disk.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A check that the configuration is valid, and that a server takes the folder that it names. */
final class ConfigCheck implements DoctorCheck {
    @Override
    public String name() {
        return "config";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) throws IOException {
        Optional<ConfigReading> reading = site.reading();
        if (reading.isEmpty()) {
            return List.of(CheckFinding.ok(name(), "there is no launcho-config.yaml, so the defaults apply"));
        }
        return reading.get().valid()
                ? valid(site)
                : reading.get().problems().stream()
                        .map(problem -> CheckFinding.failed(
                                name(),
                                problem.toString(),
                                "edit " + site.home().config()))
                        .toList();
    }

    private List<CheckFinding> valid(DoctorContext site) throws IOException {
        List<CheckFinding> findings = new ArrayList<>();
        work(site, site.config().workDir()).ifPresent(findings::add);
        ExposedReceivers.of(site.config().receivers(), site.config().secrets().values()).stream()
                .map(notice -> CheckFinding.warning(
                        name(), notice, "edit " + site.home().config()))
                .forEach(findings::add);
        return findings.isEmpty() ? List.of(CheckFinding.ok(name(), site.home().config() + " is valid")) : findings;
    }

    /** Returns why a server would refuse the folder that {@code server.work_dir} names, as {@code WorkFolder} does. */
    private Optional<CheckFinding> work(DoctorContext site, String folder) throws IOException {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        String lead = site.home().config() + ": server.work_dir: ";
        Path dir = Path.of(folder);
        Optional<FolderDistrust> distrust = Folders.distrust(dir);
        if (distrust.isPresent()) {
            return Optional.of(CheckFinding.failed(
                    name(), lead + distrust.get().words(), distrust.get().advice()));
        }
        Path existing = dir;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.isDirectory(existing) && Files.isWritable(existing)
                ? Optional.empty()
                : Optional.of(CheckFinding.failed(
                        name(), lead + "the server can't write to " + existing, "name another folder"));
    }
}
