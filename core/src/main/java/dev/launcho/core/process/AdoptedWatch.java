package dev.launcho.core.process;

import dev.launcho.core.process.kernel.ProcFs;
import dev.launcho.core.process.tree.ProcessTree;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Notices the end of instances that are not this JVM's children. Their shim writes a file, which a watch on the folder
 * reports at once. If the shim itself was killed, a periodic look at its pid finds that out. One thread, while there is
 * anything to watch.
 */
final class AdoptedWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 200;
    /** Each look reads two files for an instance, so the pause grows with their number. */
    private static final long LOOK_MILLIS_EACH = 4;

    private final Map<LocalInstance, Long> watched = new ConcurrentHashMap<>();
    private final Consumer<LocalInstance> gone;
    private final Path folder;
    private volatile boolean closed;
    private boolean running;

    /** @param gone called once for each instance, by this watch's thread */
    AdoptedWatch(Path folder, Consumer<LocalInstance> gone) {
        this.folder = folder;
        this.gone = gone;
    }

    synchronized void watch(LocalInstance instance, long startTicks) {
        watched.put(instance, startTicks);
        if (!running) {
            running = true;
            Thread thread = new Thread(this::run, "adopted");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        try (WatchService events = FileSystems.getDefault().newWatchService()) {
            folder.register(events, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (!closed && goesOn()) {
                WatchKey key = events.poll(pauseMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
                look();
            }
        } catch (IOException e) {
            lookOnly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks periodically, where no watch can be had (inotify has its limits). */
    private void lookOnly() {
        try {
            while (!closed && goesOn()) {
                TimeUnit.MILLISECONDS.sleep(pauseMillis());
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long pauseMillis() {
        return Math.max(LOOK_MILLIS, watched.size() * LOOK_MILLIS_EACH);
    }

    private synchronized boolean goesOn() {
        running = !watched.isEmpty();
        return running;
    }

    private void look() {
        watched.forEach((instance, ticks) -> {
            Path run = folder.resolve(instance.launch.id().name());
            boolean lives = ProcFs.stat(instance.tree().map(ProcessTree::shim).orElse(0L))
                    .filter(s -> s.startTicks() == ticks && !s.zombie())
                    .isPresent();
            if (!closed && (!lives || Shim.hasExited(run))) {
                watched.remove(instance);
                gone.accept(instance);
            }
        });
    }

    @Override
    public void close() {
        closed = true;
    }
}
