package dev.launcho.core.store;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A target as it was set, with the fingerprints of the secrets that it used then: enough to make its versions again.
 *
 * @param number from 1
 * @param secrets fingerprint of each secret that was set, by name
 */
public record Revision(long number, Instant at, String by, String from, String target, Map<String, String> secrets) {
    public Revision {
        secrets = java.util.Collections.unmodifiableMap(new TreeMap<>(secrets));
    }
}
