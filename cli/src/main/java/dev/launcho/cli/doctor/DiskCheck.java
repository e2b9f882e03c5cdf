package dev.launcho.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A check of the space left on the disk, and that the disk can be written. */
final class DiskCheck implements DoctorCheck {
    private static final long MIB = 1L << 20;
    private static final long LITTLE = 64 * MIB;
    private static final long SOME = 1024 * MIB;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) throws IOException {
        Path dir = site.home().dir().toAbsolutePath();
        while (!Files.exists(dir) && dir.getParent() != null) {
            dir = dir.getParent();
        }
        FileStore store = Files.getFileStore(dir);
        if (store.isReadOnly()) {
            return List.of(CheckFinding.failed(
                    name(), dir + " is on a disk that can't be written", "mount -o remount,rw " + store.name()));
        }
        long left = store.getUsableSpace();
        String says = left / MIB + " MiB are left for " + dir;
        String advice =
                "du -xh " + dir + " | sort -h | tail shows what takes it; launcho resource gc removes old resources";
        if (left < LITTLE) {
            return List.of(CheckFinding.failed(name(), says + ": changes and logs are refused", advice));
        }
        return List.of(left < SOME ? CheckFinding.warning(name(), says, advice) : CheckFinding.ok(name(), says));
    }
}
