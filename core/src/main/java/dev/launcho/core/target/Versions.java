package dev.launcho.core.target;

import dev.launcho.core.model.Limits;
import dev.launcho.core.model.ProcessSpec;
import dev.launcho.core.model.ProcessSpec.ResourceRequest;
import dev.launcho.core.model.Version;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether a change needs new instances.
 *
 * <p>What counts is {@code command env before resources cwd uid gid receives limits} and the service of the probe, with secrets put
 * in; not the name, the policy, nor the rest of the probe, which apply in place. Where order means nothing ({@code env},
 * {@code receives}, {@code resources}) a new order is no change.
 */
public final class Versions {
    private static final int HASH_DIGITS = 12;

    private Versions() {}

    /**
     * HMAC-SHA256, so that a version shown in a log can't be used to try out secrets.
     *
     * @param resolved without references
     * @param key the server's own, at least one byte; another key gives other versions
     */
    public static Version of(ProcessSpec resolved, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String hex = HexFormat.of().formatHex(mac.doFinal(canonical(resolved)));
            return new Version(hex.substring(0, HASH_DIGITS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Each text is preceded by its length and each list by its size, so no two specs have one encoding. */
    static byte[] canonical(ProcessSpec spec) {
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
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Nothing where there are none: a server that knew no limits gave the same version, and its instances are not replaced. */
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
