package dev.launcho.core.process;

import dev.launcho.core.disk.Folders;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Ends what a server that was killed has left running, before the next one starts anything. */
public final class LeftOvers {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private LeftOvers() {}

    /**
     * Sends SIGTERM to every process of every instance of this home, SIGKILL after 10 s; removes their records and
     * working directories. Blocks until they are gone.
     *
     * @return how many instances were found alive
     */
    public static int end(HostSettings settings) throws IOException {
        InstanceRecords records = new InstanceRecords(settings.instances());
        List<ProcessTree> alive = new ArrayList<>();
        for (InstanceRecords.Entry entry : records.all()) {
            boolean same = entry.boot().equals(ProcFs.bootId());
            ProcessTree tree = new ProcessTree(
                    same ? entry.pid() : 0, entry.startTicks(), Environment.MARK + "=" + settings.mark(entry.id()));
            if (same && !tree.members().isEmpty()) {
                alive.add(tree);
            }
        }
        alive.forEach(tree -> Signals.send("TERM", tree.members()));
        long deadline = System.nanoTime() + PATIENCE;
        while (System.nanoTime() < deadline
                && alive.stream().anyMatch(t -> !t.members().isEmpty())) {
            pause();
        }
        alive.forEach(LocalProcessHost::killAll);
        for (InstanceRecords.Entry entry : records.all()) {
            records.remove(entry.id());
        }
        removeStale(settings.instances());
        clear(settings.work());
        return alive.size();
    }

    /** Files of instances that have no record any more. */
    private static void removeStale(Path instances) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(instances, "*.{exit,started,tmp}")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void clear(Path work) throws IOException {
        if (!Files.isDirectory(work)) {
            return;
        }
        Optional<IOException> problem = Optional.empty();
        try (DirectoryStream<Path> dirs = Files.newDirectoryStream(work)) {
            for (Path dir : dirs) {
                try {
                    Folders.remove(dir);
                } catch (IOException e) {
                    problem = Optional.of(e);
                }
            }
        }
        if (problem.isPresent()) {
            throw problem.get();
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while instances of the last server were being stopped");
        }
    }
}
