package dev.launcho.proxy.ipvs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * One of the recordings of the real ipvsadm.
 *
 * @param command as it was typed
 * @param given the state at the head of its group
 */
record Recorded(String name, String command, int exit, String stdout, String stderr, String given) {
    static List<Recorded> all() {
        return text("index.tsv").lines().skip(1).map(Recorded::of).toList();
    }

    static Recorded named(String name) {
        return all().stream().filter(r -> r.name.equals(name)).findFirst().orElseThrow();
    }

    private static Recorded of(String line) {
        String[] fields = line.split("\t");
        return new Recorded(
                fields[0], fields[1], Integer.parseInt(fields[2]), stream(fields[3]), stream(fields[4]), fields[5]);
    }

    private static String stream(String file) {
        return file.equals("-") ? "" : text(file);
    }

    static String text(String file) {
        try (InputStream in = Recorded.class.getResourceAsStream("recorded/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ipvsadm.Outcome outcome() {
        return new Ipvsadm.Outcome(exit, stdout, stderr);
    }

    @Override
    public String toString() {
        return name;
    }
}
