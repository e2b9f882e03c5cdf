package dev.launcho.cli.server.auth;

import dev.launcho.cli.server.http.RequestAuthenticator.Admission;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * One token, which no other token of the same name can take the place of.
 *
 * @param hash as {@link NamedToken#hash} makes it
 * @param admission what the token admits to
 */
record TokenIdentity(String name, String hash, Admission admission) {
    /** Compares hashes in constant time. */
    boolean isSame(TokenIdentity other) {
        return name.equals(other.name)
                && MessageDigest.isEqual(
                        hash.getBytes(StandardCharsets.US_ASCII), other.hash.getBytes(StandardCharsets.US_ASCII));
    }
}
