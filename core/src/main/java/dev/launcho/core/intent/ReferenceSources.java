package dev.launcho.core.intent;

import dev.launcho.core.memory.PersistedState;
import dev.launcho.core.store.Revision;
import dev.launcho.core.store.SavedState;
import dev.launcho.core.store.SecretStore;
import dev.launcho.core.store.ValueFingerprints;
import dev.launcho.core.text.KeyedHash;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The sources from which a target's references are resolved: the present secrets and resources, or those of an earlier
 * revision. The reconciler's thread only.
 */
public final class ReferenceSources {
    private final PersistedState memory;
    private final SecretStore secrets;
    private final Predicate<String> stored;
    private final Map<String, String> overlay;
    private final KeyedHash key;

    /** @param stored whether a resource is on this server */
    public ReferenceSources(PersistedState memory, SecretStore secrets, Predicate<String> stored) {
        this(memory, secrets, stored, Map.of());
    }

    private ReferenceSources(
            PersistedState memory, SecretStore secrets, Predicate<String> stored, Map<String, String> overlay) {
        this.memory = memory;
        this.secrets = secrets;
        this.stored = stored;
        this.overlay = overlay;
        this.key = KeyedHash.of(HexFormat.of().parseHex(memory.state().key()));
    }

    public SecretStore secrets() {
        return secrets;
    }

    /** Returns the value of a secret, if it is set. */
    public Optional<String> secret(String name) {
        String other = overlay.get(name);
        return other == null ? secrets.get(name) : Optional.of(other);
    }

    /** Returns the sources as they would be if these secrets were set. */
    public ReferenceSources with(Map<String, String> set) {
        return new ReferenceSources(memory, secrets, stored, set);
    }

    public boolean stored(String resource) {
        return stored.test(resource);
    }

    /** @param written as {@link Revision.Head#written} */
    public TargetResolution now(Map<String, Long> written) {
        return new TargetResolution(
                key,
                this::secret,
                stored,
                process -> memory.state().process(process).generation(),
                written);
    }

    /** Returns a resolution that knows no secret: it resolves only texts that refer to none. */
    TargetResolution literal() {
        return new TargetResolution(key, name -> Optional.empty(), stored, process -> 0, Map.of());
    }

    /** Returns a resolution with the secrets that a revision used, and with present resources and restarts. */
    public TargetResolution asOf(Revision revision) {
        return new TargetResolution(
                key,
                name -> Optional.ofNullable(revision.secrets().get(name)).flatMap(f -> memory.secret(name, f)),
                stored,
                process -> memory.state().process(process).generation(),
                revision.head().written());
    }

    /** Returns a resolution with the secrets of a revision and the restarts with which {@code saved} went live in it. */
    public TargetResolution then(Revision revision, SavedState.Process saved) {
        return new TargetResolution(
                key,
                name -> Optional.ofNullable(revision.secrets().get(name)).flatMap(f -> memory.secret(name, f)),
                stored,
                name -> saved.liveGeneration(),
                revision.head().written());
    }

    /** Returns the fingerprints of those secrets that have a value now. */
    public Map<String, String> fingerprints(Set<String> names) {
        Map<String, String> fingerprints = new TreeMap<>();
        for (String name : names) {
            secrets.get(name).ifPresent(value -> fingerprints.put(name, ValueFingerprints.fingerprint(key, value)));
        }
        return fingerprints;
    }
}
