package dev.launcho.cli.doctor;

import dev.launcho.core.disk.FileOwner;
import dev.launcho.core.store.HomeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A check that no other user can read or change the files of a home: neither by their modes, nor as their owner. */
final class ModesCheck implements DoctorCheck {
    private static final Set<PosixFilePermission> OF_OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    @Override
    public String name() {
        return "modes";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) throws IOException {
        if (!site.hasHome()) {
            return List.of(CheckFinding.ok(name(), "there is nothing in the home yet"));
        }
        HomeDirectory home = site.home();
        List<CheckFinding> wrong = new ArrayList<>();
        // Processes of other users pass through the home on their way to their working directories.
        for (Path passed : List.of(home.dir(), home.work())) {
            look(passed, PosixFilePermissions.fromString("----w--w-"), "711", wrong);
        }
        List<Path> folders = List.of(home.storage(), home.revisions(), home.instances(), home.logs());
        for (Path folder : folders) {
            look(folder, OF_OTHERS, "700", wrong);
        }
        List<Path> files = files(home);
        for (Path file : files) {
            look(file, OF_OTHERS, "600", wrong);
        }
        if (FileOwner.other(home.dir()).isEmpty()) { // Else HomeCheck reports that, and the files are the same user's.
            for (Path path : Stream.of(List.of(home.work()), folders, files)
                    .flatMap(List::stream)
                    .toList()) {
                owner(path, site, wrong);
            }
        }
        return wrong.isEmpty() ? List.of(CheckFinding.ok(name(), "nobody else can read what is secret")) : wrong;
    }

    private static List<Path> files(HomeDirectory home) throws IOException {
        try (Stream<Path> files = Files.list(home.dir())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void owner(Path path, DoctorContext site, List<CheckFinding> wrong) throws IOException {
        // look() reports a link; its target may be anybody's, and must not be given away.
        boolean own = Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(path);
        Optional<String> other = own ? FileOwner.other(path) : Optional.empty();
        other.ifPresent(user -> wrong.add(CheckFinding.failed(
                name(),
                path + " belongs to " + user + ", who can read and change it",
                (site.isRoot() ? "" : "sudo ") + "chown " + site.user() + " " + path)));
    }

    private void look(Path path, Set<PosixFilePermission> forbidden, String mode, List<CheckFinding> wrong)
            throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isSymbolicLink(path)) {
            wrong.add(CheckFinding.warning(
                    name(), path + " is a link: whoever can change it changes what the server reads", "ls -l " + path));
            return;
        }
        Set<PosixFilePermission> has = Files.getPosixFilePermissions(path);
        if (has.stream().anyMatch(forbidden::contains)) {
            String modes = PosixFilePermissions.toString(has);
            wrong.add(CheckFinding.failed(
                    name(), path + " is open to others (" + modes + ")", "chmod " + mode + " " + path));
        }
    }
}
