package dev.launcho.core.process.folder;

import dev.launcho.core.disk.FolderDistrust;
import dev.launcho.core.disk.FolderTrust;
import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.process.system.PrivilegeDrop;
import dev.launcho.core.process.system.SystemTools;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Working directories: one for each instance, owned by its user, with its resources in it. Only the server can enter it
 * until it is filled. Any thread.
 */
public final class WorkDirs {
    private static final Path SHARED = Path.of("/var/lib/launcho");
    /** Instead, where that belongs to another user: it is the home of the Debian package's account. */
    private static final Path BESIDE = Path.of("/var/lib/launcho-work");

    private final Path work;
    private final Path shared;
    private final Function<String, Path> resources;
    private final SystemTools tools;
    private final GuardedCopy guarded;

    /** Held while a directory named by {@code cwd} is being filled, until all in it is given away. */
    private final Lock filling = new ReentrantLock();

    /**
     * @param homeId identifies this home among all on the machine
     * @param resources the file that holds a resource, by its id
     */
    public WorkDirs(Path work, String homeId, Function<String, Path> resources, SystemTools tools) throws IOException {
        this.work = work;
        this.shared = shared(homeId);
        this.resources = resources;
        this.tools = tools;
        this.guarded = new GuardedCopy(tools);
    }

    /** Returns where directories are made for users who can't enter the server's own folder. */
    public static Path shared(String homeId) {
        return (isOfAnotherUser(SHARED) ? BESIDE : SHARED).resolve(homeId);
    }

    static boolean isOfAnotherUser(Path folder) {
        try {
            return !Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        } catch (IOException missing) {
            return false;
        }
    }

    /** Returns the directory that {@code cwd} names. */
    public static Path named(ProcessSpec spec) {
        return Path.of("/").resolve(spec.cwd()).normalize();
    }

    /** Makes and fills the directory in which the instance starts. */
    public Path prepare(InstanceId id, ProcessSpec spec, UserAccount account) throws IOException {
        boolean fresh = spec.cwd().isEmpty();
        Path dir = fresh ? make(id, account) : named(spec);
        if (!Files.isDirectory(dir)) {
            throw new IOException("cwd: " + dir + " is not a directory on this machine");
        }
        ResourcePlacement placement = new ResourcePlacement(
                resources,
                guarded,
                account,
                PrivilegeDrop.words(tools, account, spec.confinement().refusing()));
        if (fresh) {
            fill(placement, spec, dir, true);
            account.own(dir);
        } else if (!spec.resources().isEmpty()) {
            fillNamed(placement, spec, dir);
        }
        return dir;
    }

    /**
     * Fills a directory that launches may share, one after the other. A launch gives the folders that it has made to its
     * user, who may then put links in them; no other launch may be between its look at a folder and its copy. Launches in
     * other directories wait, too: a link of root's or a bind mount may lead from one into the other.
     */
    private void fillNamed(ResourcePlacement placement, ProcessSpec spec, Path dir) throws IOException {
        try {
            filling.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before a resource was copied");
        }
        try {
            fill(placement, spec, dir, false);
        } finally {
            filling.unlock();
        }
        placement.placeRest();
    }

    private static void fill(ResourcePlacement placement, ProcessSpec spec, Path dir, boolean fresh)
            throws IOException {
        try {
            for (ProcessSpec.ResourceRequest request : spec.resources()) {
                placement.place(request, dir, fresh);
            }
        } finally {
            placement.handOver();
        }
    }

    private Path make(InstanceId id, UserAccount account) throws IOException {
        Path base = account.isOther() && !searchable(work) ? sharedBase() : Folders.make(work, "rwx--x--x");
        Optional<FolderDistrust> distrust = FolderTrust.itself(base);
        if (distrust.isPresent()) {
            throw new IOException(
                    "no working directory can be made: " + distrust.get().words());
        }
        Path own = base.resolve(id.name());
        // An earlier launch may have been cut short.
        Folders.remove(own);
        return Folders.make(own, "rwx------");
    }

    private Path sharedBase() throws IOException {
        Folders.makeTrusted(shared.getParent(), "rwx--x--x");
        return Folders.make(shared, "rwx--x--x");
    }

    public void remove(InstanceId id) throws IOException {
        List<Path> all = List.of(work.resolve(id.name()), shared.resolve(id.name()));
        boolean known = all.stream().anyMatch(dir -> Files.exists(dir, LinkOption.NOFOLLOW_LINKS));
        for (Path dir : all) {
            Folders.remove(dir);
        }
        if (!known) {
            // An earlier version made it here.
            Folders.remove(SHARED.resolve(id.name()));
        }
    }

    /** Returns whether any user can reach what lies below. Programs ask for the real path of their directory. */
    private static boolean searchable(Path dir) throws IOException {
        for (Path p = dir; p != null; p = p.getParent()) {
            if (Files.exists(p) && !Files.getPosixFilePermissions(p).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }
}
