package dev.launcho.core.reconcile;

import dev.launcho.core.store.Keys;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.store.Secrets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What references of a target are resolved from: today's secrets and resources, or those of an earlier revision. The
 * reconciler's thread only.
 */
final class Sources {
    private final Memory memory;
    private final Secrets secrets;
    private final Predicate<String> stored;
    private final Map<String, String> overlay;
    private final byte[] key;

    /** @param stored whether a resource is there */
    Sources(Memory memory, Secrets secrets, Predicate<String> stored) {
        this(memory, secrets, stored, Map.of());
    }

    private Sources(Memory memory, Secrets secrets, Predicate<String> stored, Map<String, String> overlay) {
        this.memory = memory;
        this.secrets = secrets;
        this.stored = stored;
        this.overlay = overlay;
        this.key = HexFormat.of().parseHex(memory.state().key());
    }

    Secrets secrets() {
        return secrets;
    }

    /** The value of a secret, if it is set. */
    Optional<String> secret(String name) {
        String other = overlay.get(name);
        return other == null ? secrets.get(name) : Optional.of(other);
    }

    /** As it would be if these secrets were set. */
    Sources with(Map<String, String> set) {
        return new Sources(memory, secrets, stored, set);
    }

    boolean stored(String resource) {
        return stored.test(resource);
    }

    Resolution now() {
        return new Resolution(
                key,
                this::secret,
                stored,
                process -> memory.state().process(process).generation());
    }

    /** As today, with the secrets that a revision used. */
    Resolution asOf(Revision revision) {
        return new Resolution(
                key,
                name -> Optional.ofNullable(revision.secrets().get(name)).flatMap(f -> memory.secret(name, f)),
                stored,
                process -> memory.state().process(process).generation());
    }

    /** As it was when {@code saved} went live in that revision. */
    Resolution then(Revision revision, SavedState.Process saved) {
        return new Resolution(
                key,
                name -> Optional.ofNullable(revision.secrets().get(name)).flatMap(f -> memory.secret(name, f)),
                stored,
                name -> saved.liveGeneration());
    }

    /** Of those names that have a value now. */
    Map<String, String> fingerprints(Set<String> names) {
        Map<String, String> fingerprints = new TreeMap<>();
        for (String name : names) {
            secrets.get(name).ifPresent(value -> fingerprints.put(name, Keys.fingerprint(key, value)));
        }
        return fingerprints;
    }
}
