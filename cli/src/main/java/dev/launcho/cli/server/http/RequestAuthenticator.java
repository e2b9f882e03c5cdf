package dev.launcho.cli.server.http;

import dev.launcho.cli.server.quota.ClientKey;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An authenticator that decides what the sender of a request may do. Called on event loops: must not block. */
public interface RequestAuthenticator {
    /** Names of the tokens of the auth file. */
    String ADMIN = "admin";

    String READ_ONLY = "read-only";
    List<String> BUILT_IN = List.of(ADMIN, READ_ONLY);

    Admission admit(Credential credential, InetAddress from);

    /**
     * Returns what a request that was admitted would be admitted to now. Its token may have been revoked, replaced or expired,
     * or its page's window closed, while the request waited for a worker. Any thread.
     *
     * @return empty if it would not be admitted
     */
    Optional<Admission> admitAgain(Credential credential);

    /**
     * What a request shows of its sender.
     *
     * @param authorization the header; may be empty
     * @param session the secret of a page's session, which counts if there is no such header; may be empty
     * @param pageKey the key of that session's page; may be empty
     */
    record Credential(String authorization, String session, String pageKey) {
        public static Credential bearer(String token) {
            return new Credential("Bearer " + token, "", "");
        }
    }

    /** The kinds of access in rising order: each includes those before it. */
    enum Access {
        NOTHING,
        /** Reads everything but the values of secrets. */
        READ,
        CHANGE
    }

    /**
     * The decision on one request.
     *
     * @param token the name of the token
     * @param until when the token expires; {@link Instant#MAX} if it does not
     * @param delayMillis how long to delay a refusal
     * @param refusal the reason of a refusal
     * @param session the id of the page's session with which the request came; empty if it came with a token
     * @param mayChange whether that session may change something now; true without a session
     */
    record Admission(
            Access access,
            String token,
            Instant until,
            long delayMillis,
            Refusal refusal,
            String session,
            boolean mayChange) {
        /** The admission to what needs no token. */
        static final Admission OPEN = to(Access.NOTHING);

        public static Admission to(Access access) {
            return to(access, "");
        }

        /** Returns whether a user has made the token; false for the two of the auth file. */
        boolean isNamed() {
            return !token.isEmpty() && !BUILT_IN.contains(token);
        }

        /** Admits with a token that does not expire. */
        public static Admission to(Access access, String token) {
            return to(access, token, Instant.MAX);
        }

        public static Admission to(Access access, String token, Instant until) {
            return new Admission(access, token, until, 0, Refusal.NONE, "", true);
        }

        /** Returns the same, by a page. */
        public Admission by(String pageSession, boolean changes) {
            return new Admission(access, token, until, delayMillis, refusal, pageSession, changes);
        }

        /** Returns the user name of what a page with this token does. */
        public String pageUser() {
            return "web (token " + token + ")";
        }

        /** Returns whether a page sent the request, with a cookie. */
        boolean isOfPage() {
            return !session.isEmpty();
        }

        /** @param address of the client */
        ClientKey key(String address) {
            return new ClientKey(address, token, access == Access.CHANGE && !isNamed());
        }

        public static Admission refused(long delayMillis, Refusal refusal) {
            return new Admission(Access.NOTHING, "", Instant.MAX, delayMillis, refusal, "", true);
        }
    }

    /** @param code a word for programs */
    record Refusal(String code, String why) {
        static final Refusal NONE = new Refusal("", "");
    }
}
