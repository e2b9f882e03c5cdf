package dev.launcho.core.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Launches that wait for a thread. Those of one user have few threads at a time: a process of that user can stop what runs as the
 * user in a launch, so that the launch hangs until its deadline. Other users' launches go on. Those of the server's own user have
 * all threads. Thread-safe.
 */
final class LaunchQueue {
    /** Launches of one other user at a time. */
    static final int SHARE = 3;

    private final Executor threads;
    private final Map<String, Launches> users = new HashMap<>();

    /** The launches of one user. */
    private static final class Launches {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        private int running;
    }

    /** @param threads rejects tasks only at the server's end: then launches that wait are dropped */
    LaunchQueue(Executor threads) {
        this.threads = threads;
    }

    /** @param uid as in the target; empty = the server's own user */
    void execute(String uid, Runnable launch) {
        if (uid.isEmpty()) {
            threads.execute(launch);
            return;
        }
        synchronized (users) {
            Launches own = users.computeIfAbsent(uid, any -> new Launches());
            if (own.running == SHARE) {
                own.waiting.add(launch);
                return;
            }
            own.running++;
        }
        boolean begun = false;
        try {
            threads.execute(() -> run(uid, launch));
            begun = true;
        } finally {
            if (!begun) {
                passOn(uid);
            }
        }
    }

    private void run(String uid, Runnable launch) {
        try {
            launch.run();
        } finally {
            passOn(uid);
        }
    }

    private void passOn(String uid) {
        next(uid).ifPresent(later -> {
            try {
                threads.execute(() -> run(uid, later));
            } catch (RejectedExecutionException closed) {
                // The next server makes these launches.
            }
        });
    }

    /** Ends a launch's turn. @return the launch that has the turn now */
    private Optional<Runnable> next(String uid) {
        synchronized (users) {
            Launches own = users.get(uid);
            Optional<Runnable> later = Optional.ofNullable(own.waiting.poll());
            if (later.isEmpty() && --own.running == 0) {
                users.remove(uid);
            }
            return later;
        }
    }
}
