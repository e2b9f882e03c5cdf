package dev.launcho.proxy.ipvs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The stand-in for ipvsadm in a folder of its own, and what a test says and asks of it. */
final class FakeIpvsadm {
    final Path folder;
    private final List<String> others = new ArrayList<>();

    FakeIpvsadm(Path folder) {
        this.folder = folder;
        try (InputStream script = FakeIpvsadm.class.getResourceAsStream("ipvsadm")) {
            Files.copy(Objects.requireNonNull(script), program(), StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(program(), PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path program() {
        return folder.resolve("ipvsadm");
    }

    Ipvsadm tool() {
        return new Ipvsadm(program(), Duration.ofSeconds(20));
    }

    /** As somebody else at this machine; not in {@link #changes}. */
    Ipvsadm.Outcome run(String... arguments) {
        try (Ipvsadm tool = tool()) {
            others.add(String.join(" ", arguments));
            return tool.run(List.of(arguments));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What is in the table. */
    List<String> table() {
        return lines("table");
    }

    /** The commands that change the table, given by anybody but {@link #run}, in order. */
    List<String> changes() {
        settle();
        List<String> all = new ArrayList<>(lines("log").stream()
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .filter(line -> line.matches("-[AEDaedC] .*"))
                .toList());
        others.forEach(all::remove);
        return all;
    }

    /** The table changes a moment before the log tells of it: waits until whoever holds the lock has done both. */
    void settle() {
        try {
            new ProcessBuilder("flock", folder.resolve("lock").toString(), "true")
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long count(String command) {
        settle();
        return lines("log").stream()
                .filter(line -> line.endsWith("\t" + command))
                .count();
    }

    /** @param lines {@code STATE SOURCE VIRTUAL DESTINATION} */
    void connections(String... lines) {
        write("connections", lines);
    }

    /** @param lines {@code VIRTUAL DESTINATION CONNS INPKTS OUTPKTS INBYTES OUTBYTES} */
    void stats(String... lines) {
        write("stats", lines);
    }

    void fail(int exit, String say, String which) {
        write("fail", exit + "\t" + say + "\t" + which);
    }

    void hang(String which) {
        write("hang", which);
    }

    void mode(String mode) {
        write("mode", mode);
    }

    void heal() {
        try {
            for (String file : List.of("fail", "hang", "mode")) {
                Files.deleteIfExists(folder.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, String... lines) {
        try {
            Path fresh = Files.write(folder.resolve(file + ".fresh"), List.of(lines));
            Files.move(fresh, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(String file) {
        try {
            Path path = folder.resolve(file);
            return Files.exists(path) ? Files.readAllLines(path) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
