package dev.launcho.core.process.confine;

import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.process.kernel.MountTable;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The mounts of an instance in its own mount namespace, as words for {@code mounts.sh}. Its own folders replace those
 * for temporary files, and the paths that it must not write become read-only.
 */
final class MountPlan {
    /** File systems of the kernel: a process that can't write there can hardly do anything. */
    private static final List<String> KERNELS = List.of("/proc", "/sys", "/dev");

    private final List<MountTable.Mount> mounts;
    private final List<String> words = new ArrayList<>();

    private MountPlan(List<MountTable.Mount> mounts) {
        this.mounts = mounts;
    }

    /**
     * Returns the words; empty if nothing has to be mounted.
     *
     * @param cwd the working directory, which the instance sees whatever is mounted
     * @param fresh whether that directory is the instance's own, which stays writable whatever is read-only
     * @param tmp the instance's folders for temporary files; empty for those of the machine
     * @throws IOException if a path is missing or the instance's user could replace it, with a line for the user
     */
    static List<String> words(
            ProcessConfinement confinement, Path cwd, boolean fresh, List<PrivateTmp.Place> tmp, UserAccount account)
            throws IOException {
        if (!confinement.hasMounts()) {
            return List.of();
        }
        MountPlan plan = new MountPlan(MountTable.all());
        List<Path> readOnly = new ArrayList<>();
        for (String path : confinement.readOnly()) {
            readOnly.add(checked(path, account));
        }
        tmp.forEach(plan::replace);
        Path own = cwd.toRealPath();
        if (fresh && readOnly.stream().anyMatch(own::startsWith)) {
            plan.over(own, own);
        }
        readOnly.forEach(plan::keep);
        return List.copyOf(plan.words);
    }

    private static Path checked(String path, UserAccount account) throws IOException {
        if (!Files.exists(Path.of(path))) {
            throw new IOException("read_only: " + path + " does not exist on this machine");
        }
        Path real = Path.of(path).toRealPath();
        for (Path step = real; step.getParent() != null; step = step.getParent()) {
            if (account.mayReplace(step)) {
                throw new IOException("read_only: the instance's user could replace " + path
                        + ", since they can write to " + step.getParent() + "; name that folder instead");
            }
        }
        return real;
    }

    private void replace(PrivateTmp.Place place) {
        place.cwd().ifPresent(cwd -> over(cwd.from(), cwd.to()));
        over(place.own(), place.machines());
    }

    private void over(Path from, Path to) {
        words.addAll(List.of("over", from.toString(), to.toString()));
    }

    /** Makes each mount below a path read-only by itself: the flag does not apply to a tree. */
    private void keep(Path path) {
        String at = path.toString();
        if (mounts.stream().noneMatch(mount -> mount.at().equals(at))) {
            over(path, path);
            String options =
                    MountTable.holding(at, mounts).map(MountPlan::options).orElse("");
            words.addAll(List.of("keep", options, at));
        }
        for (MountTable.Mount mount : mounts) {
            if (MountTable.isBelow(mount.at(), at) && !isKernels(mount.at(), at)) {
                words.addAll(List.of("keep", options(mount), mount.at()));
            }
        }
    }

    private static boolean isKernels(String mount, String path) {
        return KERNELS.stream().anyMatch(own -> MountTable.isBelow(mount, own) && !MountTable.isBelow(path, own));
    }

    /** Returns the options for a read-only remount with the mount's earlier flags, since a remount sets all flags anew. */
    private static String options(MountTable.Mount mount) {
        List<String> options = new ArrayList<>(List.of("remount", "bind", "ro"));
        mount.options().stream().filter(MountTable.FLAGS::contains).forEach(options::add);
        return String.join(",", options);
    }
}
