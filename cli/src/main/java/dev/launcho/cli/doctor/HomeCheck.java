package dev.launcho.cli.doctor;

import dev.launcho.core.disk.FolderDistrust;
import dev.launcho.core.disk.FolderTrust;
import dev.launcho.core.disk.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A check that a server of this user can use the home, or make it. */
final class HomeCheck implements DoctorCheck {
    private static final String ELSEWHERE =
            "choose a home whose path only you and root can change, with --home or LAUNCHO_HOME";

    @Override
    public String name() {
        return "home";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) throws IOException {
        Path dir = site.home().dir();
        if (!Files.exists(dir)) {
            return List.of(absent(site, dir));
        }
        if (!Files.isDirectory(dir)) {
            return List.of(CheckFinding.failed(
                    name(), dir + " is not a folder", "move it away: mv " + dir + " " + dir + ".old"));
        }
        String owner = Files.getOwner(dir).getName();
        if (!owner.equals(site.user())) {
            Optional<FolderDistrust> refused =
                    FolderTrust.itself(dir).filter(d -> d.kind() == FolderDistrust.Kind.OWNER);
            return List.of(CheckFinding.failed(
                    name(),
                    dir + " belongs to " + owner + ", and you are " + site.user() + ": no server of yours starts there",
                    refused.map(FolderDistrust::advice).orElse("name another folder")
                            + " with --home or LAUNCHO_HOME, or run it as that user: sudo -u " + owner
                            + " launcho --home " + dir + " doctor"));
        }
        List<CheckFinding> findings = new ArrayList<>();
        if (!Files.isWritable(dir) || !Files.isExecutable(dir)) {
            findings.add(CheckFinding.failed(name(), dir + " can't be written", "chmod u+rwx " + dir));
        }
        Path real = dir.toRealPath();
        FolderTrust.of(dir)
                .distrust()
                .filter(d -> !d.folder().equals(real))
                .map(d -> site.isRoot() ? refused(d) : CheckFinding.warning(name(), words(d), ELSEWHERE))
                .ifPresent(findings::add);
        return findings.isEmpty() ? List.of(CheckFinding.ok(name(), dir + " is there")) : findings;
    }

    private static String words(FolderDistrust above) {
        return above.words() + ", so that somebody else can put another folder in the place of the home";
    }

    private CheckFinding refused(FolderDistrust distrust) {
        return CheckFinding.failed(name(), words(distrust), distrust.advice() + "; or " + ELSEWHERE);
    }

    private CheckFinding absent(DoctorContext site, Path dir) throws IOException {
        Optional<FolderDistrust> distrust = site.isRoot() ? Folders.distrust(dir) : Optional.empty();
        if (distrust.isPresent()) {
            return refused(distrust.get());
        }
        Path above = dir.toAbsolutePath();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above != null && Files.isDirectory(above) && Files.isWritable(above)
                ? CheckFinding.ok(name(), "there is no " + dir + " yet; launcho server makes it")
                : CheckFinding.failed(
                        name(),
                        "there is no " + dir + ", and " + above + " can't be written",
                        "choose a home that you can write to, with --home or LAUNCHO_HOME");
    }
}
