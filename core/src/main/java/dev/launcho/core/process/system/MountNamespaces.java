package dev.launcho.core.process.system;

import dev.launcho.core.failure.ServerShortage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Mount namespaces of instances. The first question that gets an answer tries out whether the machine allows them. Thread-safe. */
public final class MountNamespaces {
    private static final int SECONDS = 10;
    private static final long UNKNOWN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Optional<Path> unshare;
    private final Optional<Path> mount;
    private final Path sh;
    private @Nullable Optional<String> obstacle;
    /** Why the last trial had no answer. */
    private @Nullable ServerShortage unknown;

    private long unknownSince;

    public MountNamespaces(Optional<Path> unshare, Optional<Path> mount, Path sh) {
        this.unshare = unshare;
        this.mount = mount;
        this.sh = sh;
    }

    /**
     * Returns why instances can't have one and what to do, for the user; empty if they can. Blocks, for milliseconds where the
     * machine answers. If it does not, that is the answer for a minute: the reconciler asks, too.
     */
    public synchronized Optional<String> obstacle() {
        if (obstacle == null && (unknown == null || System.nanoTime() - unknownSince > UNKNOWN_NANOS)) {
            try {
                obstacle = find();
            } catch (ServerShortage lacking) {
                unknown = lacking;
                unknownSince = System.nanoTime();
            }
        }
        return obstacle != null
                ? obstacle
                : Optional.of("it could not be tried whether instances can have mounts of their own: "
                        + unknown.getMessage() + "; try again in a minute");
    }

    /** @throws ServerShortage if the machine did not tell whether instances can have one */
    public synchronized void require() {
        obstacle();
        if (obstacle == null) {
            throw unknown;
        }
    }

    private Optional<String> find() {
        if (UserAccount.own() != TreeIdentity.ROOT) {
            return Optional.of("only a server that runs as root can mount; run it as root, or leave the key out");
        }
        if (unshare.isEmpty() || mount.isEmpty()) {
            return Optional.of("the server's machine has no unshare and mount; install util-linux and mount there, or"
                    + " leave the key out");
        }
        return tried(unshare.get(), mount.get())
                ? Optional.empty()
                : Optional.of("the kernel does not let this server make a mount namespace, as in a container without"
                        + " CAP_SYS_ADMIN; give it that capability, or leave the key out");
    }

    private boolean tried(Path program, Path mounting) {
        return SystemTrial.succeeds(
                List.of(
                        program.toString(),
                        "--mount",
                        "--propagation",
                        "slave",
                        "--",
                        sh.toString(),
                        "-c",
                        "\"$1\" --rbind /dev /dev && \"$1\" -o remount,bind,ro none /dev",
                        "sh",
                        mounting.toString()),
                SECONDS);
    }

    /** Returns the words before a command that runs in a namespace; {@code plan} comes from {@code MountPlan} and is not empty. */
    public List<String> words(List<String> plan, Path cwd, String script) throws IOException {
        Path program = unshare.orElseThrow(() -> new IOException("no unshare on this machine"));
        Path mounting = mount.orElseThrow(() -> new IOException("no mount on this machine"));
        List<String> words = new java.util.ArrayList<>(List.of(
                program.toString(), "--mount", "--propagation", "slave", "--", sh.toString(), "-c", script, "sh"));
        words.addAll(List.of(mounting.toString(), cwd.toString()));
        words.addAll(plan);
        words.add("--");
        return words;
    }
}
