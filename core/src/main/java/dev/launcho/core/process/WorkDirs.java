package dev.launcho.core.process;

import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.model.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Working directories: one for each instance, owned by its user, with its resources in it. Any thread. */
final class WorkDirs {
    private static final Path SHARED = Path.of("/var/lib/launcho");

    private final Path work;
    private final Function<String, Path> resources;

    /** @param resources the file that holds a resource, by its id */
    WorkDirs(Path work, Function<String, Path> resources) {
        this.work = work;
        this.resources = resources;
    }

    /** The directory in which the instance starts, made and filled. */
    Path prepare(InstanceId id, ProcessSpec spec, Account account) throws IOException {
        Path own = make(id, account);
        Path dir = spec.cwd().isEmpty() ? own : own.resolve(spec.cwd()).normalize();
        if (!Files.isDirectory(dir)) {
            throw new IOException("cwd: " + dir + " is not a directory on this machine");
        }
        for (ProcessSpec.ResourceRequest request : spec.resources()) {
            place(request, dir, account);
        }
        return dir;
    }

    private Path make(InstanceId id, Account account) throws IOException {
        boolean other = !account.uid().equals(Account.SAME);
        Path base = other && !searchable(work) ? SHARED : work;
        Folders.make(base, "rwx--x--x");
        Path own = base.resolve(id.name());
        Folders.make(own, "rwx------");
        own(own, account);
        return own;
    }

    void remove(InstanceId id) throws IOException {
        Folders.remove(work.resolve(id.name()));
        Folders.remove(SHARED.resolve(id.name()));
    }

    private void place(ProcessSpec.ResourceRequest request, Path dir, Account account) throws IOException {
        Path file = dir.resolve(request.file()).normalize();
        if (!file.startsWith(dir) || file.equals(dir)) {
            throw new IOException("resources: file \"" + request.file() + "\" leaves the working directory");
        }
        Path source = resources.apply(request.id());
        if (!Files.isRegularFile(source)) {
            throw new IOException("resource " + request.id() + " is not on this server; upload it again with"
                    + " `launcho resource up FILE`");
        }
        makeParents(file, account);
        Path fresh = file.resolveSibling("." + file.getFileName() + ".launcho");
        copy(source, fresh);
        own(fresh, account);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void makeParents(Path file, Account account) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path p = file.getParent(); !Files.exists(p); p = p.getParent()) {
            missing.push(p);
        }
        for (Path p : missing) {
            Files.createDirectory(p);
            own(p, account);
        }
    }

    /** cp(1) shares the blocks where the file system can; Java's own copy does not. */
    private static void copy(Path from, Path to) throws IOException {
        Process cp = new ProcessBuilder("cp", "--reflink=auto", "--", from.toString(), to.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            boolean done = cp.waitFor(10, TimeUnit.MINUTES) && cp.exitValue() == 0;
            if (!done) {
                cp.destroyForcibly();
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (InterruptedException e) {
            cp.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a resource was copied");
        }
    }

    private static void own(Path path, Account account) throws IOException {
        if (!account.uid().equals(Account.SAME)) {
            Files.setAttribute(path, "unix:uid", Integer.parseInt(account.uid()), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", Integer.parseInt(account.gid()), LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Whether any user can reach what lies below: programs ask for the real path of their directory. */
    private static boolean searchable(Path dir) throws IOException {
        for (Path p = dir; p != null; p = p.getParent()) {
            if (Files.exists(p) && !Files.getPosixFilePermissions(p).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }
}
