package dev.launcho.core.spec;

import dev.launcho.core.model.Limits;
import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessSpec.ResourceRequest;
import dev.launcho.core.model.Version;
import dev.launcho.core.text.KeyedHash;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Decides whether a change needs new instances.
 *
 * <p>These keys count, with secrets put in: {@code command env before resources cwd uid gid groups receives limits}. So
 * do those that confine the process, and the service of the probe. The name, the policy and the rest of the probe do
 * not count: they apply in place. Where order has no meaning ({@code env}, {@code receives}, {@code resources},
 * {@code groups}) a new order is no change.
 *
 * <p>A text that refers to secrets counts by itself, too. Otherwise a literal in the place of a reference would be no
 * change if it equals the secret. A user with read-only access could then try out values.
 */
public final class VersionHash {
    private static final int HASH_DIGITS = 12;

    private VersionHash() {}

    /**
     * Returns the version of a process: an HMAC-SHA256, so that a version shown in a log can't be used to try out
     * secrets.
     *
     * @param resolved without references
     * @param key the server's own; another key gives other versions
     */
    public static Version of(ProcessSpec resolved, KeyedHash key) {
        return of(resolved, key, 0);
    }

    /**
     * Returns the version of a process.
     *
     * @param written the revision in which its text was last written, if the text refers to secrets or did before. 0 if the
     *     server of that revision did not record it
     */
    public static Version of(ProcessSpec resolved, KeyedHash key, long written) {
        return new Version(key.hex(canonical(resolved, written)).substring(0, HASH_DIGITS));
    }

    /** Returns whether two texts give the same version, if secrets and resources are the same. */
    public static boolean isSameText(ProcessSpec template, ProcessSpec other) {
        return Arrays.equals(canonical(template), canonical(other));
    }

    static byte[] canonical(ProcessSpec spec) {
        return canonical(spec, 0);
    }

    /** Encodes a process. Each text is preceded by its length and each list by its size, so no two specs have the same encoding. */
    private static byte[] canonical(ProcessSpec spec, long written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            put(out, "launcho version 1");
            put(out, spec.command());
            out.writeInt(spec.env().size());
            for (var entry : new TreeMap<>(spec.env()).entrySet()) {
                put(out, entry.getKey());
                put(out, entry.getValue());
            }
            put(out, spec.before());
            put(out, spec.cwd());
            put(out, spec.uid());
            put(out, spec.gid());
            put(out, spec.receives().stream().sorted().toList());
            put(out, spec.probe().service());
            out.writeInt(spec.resources().size());
            for (ResourceRequest request : byFile(spec.resources())) {
                put(out, request.id());
                put(out, request.file());
            }
            limits(out, spec.limits());
            groups(out, spec.groups());
            confinement(out, spec.confinement());
            written(out, spec.name(), written);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Writes nothing where there are no limits: a server that knew none gave the same version, and its instances are not replaced. */
    private static void limits(DataOutputStream out, Limits limits) throws IOException {
        if (!limits.equals(Limits.NONE)) {
            put(out, "limits");
            out.writeLong(limits.memory());
            out.writeInt(limits.milliCpu());
            out.writeInt(limits.pids());
            out.writeInt(limits.files());
            out.writeLong(limits.core());
        }
    }

    /** Writes nothing where there are no groups, for the same reason. */
    private static void groups(DataOutputStream out, List<String> groups) throws IOException {
        if (!groups.isEmpty()) {
            put(out, "groups");
            put(out, groups.stream().sorted().toList());
        }
    }

    /**
     * Writes nothing for the default, for the same reason. An instance of an earlier server is less confined than
     * today, and keeps running.
     */
    private static void confinement(DataOutputStream out, ProcessConfinement confinement) throws IOException {
        if (!confinement.equals(ProcessConfinement.DEFAULT)) {
            put(out, "confinement");
            out.writeBoolean(confinement.allowNewPrivileges());
            out.writeInt(confinement.oomScoreAdjust());
            put(out, confinement.readOnly().stream().distinct().sorted().toList());
            out.writeBoolean(confinement.privateTmp());
            out.writeBoolean(confinement.capabilities().bounded());
            put(out, confinement.capabilities().names());
        }
    }

    /** Writes nothing where the revision is unknown, for the same reason. */
    private static void written(DataOutputStream out, String process, long revision) throws IOException {
        if (revision > 0) {
            put(out, "written");
            put(out, process);
            out.writeLong(revision);
        }
    }

    private static List<ResourceRequest> byFile(List<ResourceRequest> requests) {
        return requests.stream()
                .sorted(Comparator.comparing(ResourceRequest::file).thenComparing(ResourceRequest::id))
                .toList();
    }

    private static void put(DataOutputStream out, Collection<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            put(out, text);
        }
    }

    private static void put(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
