package dev.launcho.core.process;

import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.disk.Folders;
import dev.launcho.core.model.InstanceId;
import dev.launcho.core.process.confine.PrivateTmp;
import dev.launcho.core.process.folder.WorkDirs;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * The removal of what ended instances leave behind: their record, working directory and private {@code /tmp}. Of each process,
 * the directory of the instance that failed last is kept for a look. Any thread.
 */
final class InstanceRemoval implements AutoCloseable {
    /** A pool of their own: an instance's user decides how much there is to remove, and no signal may wait for that. */
    private static final int REMOVERS = 2;

    private final InstanceRecords records;
    private final WorkDirs work;
    private final PrivateTmp tmp;
    private final Consumer<String> warnings;
    private final Map<String, InstanceId> kept = new HashMap<>();
    private final ExecutorService removers = HostThreads.pool("remove", REMOVERS);

    InstanceRemoval(InstanceRecords records, WorkDirs work, PrivateTmp tmp, Consumer<String> warnings) {
        this.records = records;
        this.work = work;
        this.tmp = tmp;
        this.warnings = warnings;
    }

    /** Removes the record, and has another thread remove the files. */
    void remove(LocalInstance r) {
        InstanceId id = r.launch.id();
        try {
            boolean failed = !r.cancelled && !Shim.exitOf(records.run(id), 1).success();
            records.remove(id);
            removers.execute(() -> {
                removeWork(r.launch.spec().name(), id, failed);
                removeTmp(id);
            });
        } catch (IOException e) {
            failed(id, e);
        }
    }

    /** Removes the record of an instance that had ended before this host was made: its files are gone already. */
    void removeRecord(InstanceId id) {
        try {
            records.remove(id);
        } catch (IOException e) {
            failed(id, e);
        }
    }

    /**
     * Has another thread remove what earlier servers have left, since no start may wait for that. The folders are listed
     * before: those of new instances are not among them.
     *
     * @param work working directories to remove
     * @param running the instances whose folders for temporary files stay
     */
    void removeLeftOver(List<Path> work, Set<String> running) {
        work.forEach(dir -> removers.execute(() -> removeLeftOver(dir, Folders::remove)));
        try {
            tmp.others(running).forEach(dir -> removers.execute(() -> removeLeftOver(dir, PrivateTmp::remove)));
        } catch (IOException | DirectoryIteratorException e) {
            warnings.accept("could not list folders for temporary files: " + e.getMessage());
        }
    }

    private interface FolderRemover {
        void remove(Path dir) throws IOException;
    }

    private void removeLeftOver(Path dir, FolderRemover remover) {
        try {
            remover.remove(dir);
        } catch (IOException e) {
            warnings.accept("could not remove " + dir + ": " + FileFailure.reason(e));
        }
    }

    private void failed(InstanceId id, IOException e) {
        warnings.accept(id + ": could not clean up: " + LaunchSteps.words(e));
    }

    private void removeTmp(InstanceId id) {
        try {
            tmp.remove(id);
        } catch (IOException e) {
            warnings.accept(id + ": could not remove its /tmp: " + LaunchSteps.words(e));
        }
    }

    private void removeWork(String process, InstanceId id, boolean keep) {
        InstanceId out = id;
        if (keep) {
            synchronized (kept) {
                InstanceId before = kept.put(process, id);
                if (before == null) {
                    return;
                }
                out = before;
            }
        }
        try {
            work.remove(out);
        } catch (IOException e) {
            warnings.accept(out + ": could not remove its directory: " + LaunchSteps.words(e));
        }
    }

    /** Waits until what was begun is removed, see {@link HostThreads#finish}. */
    @Override
    public void close() {
        HostThreads.finish(removers);
    }
}
