package dev.launcho.cli.server.auth;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.server.http.RequestAuthenticator;
import dev.launcho.core.event.ServerEvent;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The gate that decides by the token of a request; it also generates tokens. Any thread. */
public final class Tokens implements RequestAuthenticator {
    private static final int BYTES = 32;
    private static final String SCHEME = "Bearer ";

    private static final Refusal MISSING = new Refusal("unauthorized", "the token is missing or wrong");
    private static final Refusal SESSION_ENDED = new Refusal(
            "session_ended", "the session has ended, or X-Launcho-Page has not the key of its page; log in again");

    private final Credentials credentials;
    private final PageSessions sessions;
    private final AttemptThrottle throttle;
    private final Consumer<ServerEvent> warn;
    private final Executor later;

    /**
     * @param warn receives at most one fact a minute for each address that tries wrong tokens, and few for all; must not block
     * @param later runs work that may block
     */
    public Tokens(
            Credentials credentials,
            PageSessions sessions,
            AttemptThrottle throttle,
            Consumer<ServerEvent> warn,
            Executor later) {
        this.credentials = credentials;
        this.sessions = sessions;
        this.throttle = throttle;
        this.warn = warn;
        this.later = later;
    }

    /** Returns a new token: 256 random bits in hex. */
    public static String generate() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public Admission admit(Credential credential, InetAddress from) {
        Admission admission = isOfPage(credential)
                ? sessions.admit(SessionSecrets.of(credential), true)
                        .orElseGet(() -> refused(SESSION_ENDED, false, from))
                : byToken(credential.authorization(), from);
        throttle.unreported().ifPresent(warn); // Right tokens cause the report, too, when the wrong ones have ended.
        if (admission.access() != Access.NOTHING) {
            credentials.named().used(admission.token(), from.getHostAddress(), later);
        }
        return admission;
    }

    /** Returns whether a page sent the request. Once another tab has signed out, the browser has no cookie, but the page its key. */
    private static boolean isOfPage(Credential credential) {
        boolean secret =
                !credential.session().isEmpty() || !credential.pageKey().isEmpty();
        return credential.authorization().isEmpty() && secret;
    }

    private Admission byToken(String authorization, InetAddress from) {
        String token = token(authorization);
        Optional<NamedToken> named = credentials.named().find(token);
        return admission(token, named)
                .orElseGet(() -> named.map(expired -> refused(
                                new Refusal(
                                        "expired",
                                        "the token \"" + expired.name() + "\" expired at " + expired.expires()),
                                false, // Its sender guesses no tokens, so nobody is warned.
                                from))
                        .orElseGet(() -> refused(MISSING, !authorization.isEmpty(), from)));
    }

    @Override
    public Optional<Admission> admitAgain(Credential credential) {
        if (isOfPage(credential)) {
            return sessions.admit(SessionSecrets.of(credential), false);
        }
        String token = token(credential.authorization());
        return admission(token, credentials.named().find(token));
    }

    private static String token(String authorization) {
        boolean given = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return given ? authorization.substring(SCHEME.length()).strip() : "";
    }

    private Optional<Admission> admission(String token, Optional<NamedToken> named) {
        return builtIn(token)
                .or(() -> named.filter(t -> !t.isExpired(credentials.named().now()))
                        .map(NamedToken::admission));
    }

    /** Compares with both tokens of the auth file in constant time, whichever matches. */
    private Optional<Admission> builtIn(String given) {
        Auth auth = credentials.auth();
        boolean admin = same(auth.token(), given);
        boolean reader = same(auth.readOnlyToken(), given);
        return admin
                ? Optional.of(Admission.to(Access.CHANGE, ADMIN))
                : reader ? Optional.of(Admission.to(Access.READ, READ_ONLY)) : Optional.empty();
    }

    /** Counts a failed attempt. @param guessed whether it came with a wrong secret, of which someone should be warned */
    Admission refused(Refusal refusal, boolean guessed, InetAddress from) {
        AttemptThrottle.Failure failure = throttle.failed(from, guessed);
        if (failure.warn()) {
            warn.accept(new ServerEvent.WrongToken(from.getHostAddress()));
        }
        return Admission.refused(failure.delayMillis(), refusal);
    }

    private static boolean same(String token, String given) {
        boolean equal =
                MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
        return equal && !token.isEmpty();
    }
}
