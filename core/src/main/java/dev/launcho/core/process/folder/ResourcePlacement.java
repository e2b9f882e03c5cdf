package dev.launcho.core.process.folder;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.disk.FolderTrust;
import dev.launcho.core.disk.SystemPrograms;
import dev.launcho.core.model.ProcessSpec.ResourceRequest;
import dev.launcho.core.process.system.UserAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Copies resources into an instance's directory. Where only root and the server's user can change the folder, the
 * server itself copies. At the end it gives what it has made to the instance's user. Elsewhere a {@link GuardedCopy}
 * copies. One thread.
 */
final class ResourcePlacement {
    private final Function<String, Path> resources;
    private final GuardedCopy guarded;
    private final UserAccount account;
    private final List<String> lead;
    /** Everything that the server has made; a folder precedes its contents. */
    private final List<Path> made = new ArrayList<>();

    /** Copies that are left for the end. */
    private final List<Rest> rest = new ArrayList<>();

    private record Rest(Path source, FolderTrust.Reach reach, Path file) {}

    /**
     * @param resources the file that holds a resource, by its id
     * @param lead the words before a command that runs as that account
     */
    ResourcePlacement(Function<String, Path> resources, GuardedCopy guarded, UserAccount account, List<String> lead) {
        this.resources = resources;
        this.guarded = guarded;
        this.account = account;
        this.lead = List.copyOf(lead);
    }

    /**
     * Copies a resource, or leaves it for {@link #placeRest}. Nothing may give a folder on the way to another user before
     * {@link #handOver} has returned: both go by paths that were found to be trusted.
     *
     * @param fresh whether only the server can change the directory until {@link #handOver}
     */
    void place(ResourceRequest request, Path dir, boolean fresh) throws IOException {
        Path file = dir.resolve(request.file()).normalize();
        if (!file.startsWith(dir) || file.equals(dir)) {
            throw new IOException("resources: file \"" + request.file() + "\" leaves the working directory");
        }
        Path source = resources.apply(request.id());
        if (!Files.isRegularFile(source)) {
            throw new IOException("resource " + request.id() + " is not on this server; upload it again with"
                    + " `launcho resource up FILE`");
        }
        Path folder = file.getParent();
        FolderTrust.Reach reach =
                fresh ? new FolderTrust.Reach(folder, List.of(), Optional.empty()) : FolderTrust.of(folder);
        if (reach.isTrusted()) {
            copy(source, makeParents(reach.path()).resolve(file.getFileName()));
        } else {
            rest.add(new Rest(source, reach, file));
        }
    }

    /** Gives what was made to the instance's user, the innermost first: nobody else enters a folder that is still being filled. */
    void handOver() throws IOException {
        for (int i = made.size() - 1; i >= 0; i--) {
            account.own(made.get(i));
        }
        made.clear();
    }

    /** Copies into folders that other users can change. Their users can delay that, so no other launch may wait for it. */
    void placeRest() throws IOException {
        for (Rest copy : rest) {
            guarded.copy(copy.source(), copy.reach(), copy.file(), account, lead);
        }
    }

    private Path makeParents(Path folder) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path p = folder; !Files.exists(p, LinkOption.NOFOLLOW_LINKS); p = p.getParent()) {
            missing.push(p);
        }
        for (Path p : missing) {
            try {
                Files.createDirectory(p);
            } catch (IOException e) {
                throw FileFailure.writing(p, e);
            }
            made.add(p);
        }
        return folder;
    }

    private void copy(Path source, Path file) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".launcho");
        try {
            Files.deleteIfExists(fresh);
            reflink(source, fresh);
            account.own(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            IOException cause = FileFailure.writing(file, e, Files.size(source));
            Files.deleteIfExists(fresh);
            throw cause;
        }
    }

    /** Copies with cp(1), which shares the blocks where the file system can; Java's own copy does not. */
    private static void reflink(Path from, Path to) throws IOException {
        Process cp = new ProcessBuilder(
                        SystemPrograms.path("cp"), "--reflink=auto", "--", from.toString(), to.toString())
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
}
