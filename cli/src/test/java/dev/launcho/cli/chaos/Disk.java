package dev.launcho.cli.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the home lies on, and how it fails. As root a small file system in memory, which gets full and read-only; else the
 * home's folders lose their permissions. One thread.
 */
final class Disk implements AutoCloseable {
    private static final String SIZE = "64m";

    private final Path mount;
    private final boolean mounted;

    Disk(Path mount) throws IOException, InterruptedException {
        this.mount = mount;
        Files.createDirectories(mount);
        this.mounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=755", "launcho-chaos", mount.toString());
    }

    String kind() {
        return mounted ? "a file system in memory of " + SIZE : "this one, of which permissions are taken";
    }

    /** Nothing more can be written. */
    void fill() throws IOException, InterruptedException {
        if (!mounted) {
            permissions("r-x--x--x");
            return;
        }
        byte[] block = new byte[1 << 16];
        for (int size = block.length; size > 0; size = size == 1 ? 0 : Math.max(1, size / 16)) {
            try (OutputStream out = Files.newOutputStream(mount.resolve("filler-" + size))) {
                while (true) {
                    out.write(block, 0, size);
                }
            } catch (IOException full) {
                continue;
            }
        }
    }

    void readOnly() throws IOException, InterruptedException {
        if (!mounted || !run("mount", "-o", "remount,ro", mount.toString())) {
            // A file system that somebody has a file open for writing on can't be made read-only.
            fill();
        }
    }

    /** All is well again. */
    void restore() throws IOException, InterruptedException {
        if (!mounted) {
            permissions("rwx--x--x");
            return;
        }
        run("mount", "-o", "remount,rw", mount.toString());
        try (var fillers = Files.newDirectoryStream(mount, "filler-*")) {
            for (Path filler : fillers) {
                Files.delete(filler);
            }
        }
    }

    private void permissions(String text) throws IOException {
        for (String folder : List.of(".", "instances", "revisions", "logs", "work", "storage")) {
            Path path = mount.resolve("home").resolve(folder).normalize();
            if (Files.isDirectory(path)) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(text));
            }
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() throws IOException {
        try {
            restore();
            if (mounted && !run("umount", mount.toString())) {
                run("umount", "--lazy", mount.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
