package dev.launcho.cli.server.auth;

import dev.launcho.cli.server.http.HttpError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The codes with which a browser logs in once, without its user typing a token. Each is good for {@link #GOOD}. There are at
 * most {@value #MOST}, and {@value #MOST_OF_TOKEN} of one token: the oldest gives way. Any thread; never blocks.
 */
public final class LoginLinks {
    public static final Duration GOOD = Duration.ofSeconds(60);
    private static final int MOST = 100;
    private static final int MOST_OF_TOKEN = 10;

    private final Credentials credentials;
    private final LongSupplier ticker;
    private final List<Link> links = new ArrayList<>();

    /** @param made when, by the ticker */
    private record Link(String hash, TokenIdentity token, long made) {
        boolean isGood(long now) {
            return now - made < GOOD.toNanos();
        }

        boolean hasHash(String other) {
            return MessageDigest.isEqual(
                    hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** @param ticker nanoseconds, as {@link System#nanoTime} */
    public LoginLinks(Credentials credentials, LongSupplier ticker) {
        this.credentials = credentials;
        this.ticker = ticker;
    }

    /**
     * Returns a new code.
     *
     * @param token the name of the token with which its request came
     * @param stillAdmitted whether that request would be admitted now
     * @throws HttpError if the token is no longer valid
     */
    public String make(String token, BooleanSupplier stillAdmitted) throws HttpError {
        // In this order: a token that gets another secret meanwhile is not the one of the request.
        Optional<TokenIdentity> identity = credentials.identity(token);
        if (identity.isEmpty() || !stillAdmitted.getAsBoolean()) {
            throw new HttpError(401, "unauthorized", "the token became invalid meanwhile");
        }
        return add(identity.get());
    }

    private synchronized String add(TokenIdentity token) {
        long now = ticker.getAsLong();
        links.removeIf(link -> !link.isGood(now));
        List<Link> same = links.stream()
                .filter(link -> link.token().name().equals(token.name()))
                .toList();
        if (same.size() >= MOST_OF_TOKEN) {
            links.remove(same.get(0));
        }
        if (links.size() >= MOST) {
            links.remove(0);
        }
        String code = Tokens.generate();
        links.add(new Link(NamedToken.hash(code), token, now));
        return code;
    }

    /** Takes a code, which is of no use afterwards. @return the token that made it; empty if the code is not good */
    synchronized Optional<TokenIdentity> take(String code) {
        String hash = NamedToken.hash(code);
        Optional<Link> found = Optional.empty();
        for (Link link : links) {
            if (link.hasHash(hash)) {
                found = Optional.of(link);
            }
        }
        found.ifPresent(links::remove);
        long now = ticker.getAsLong();
        return found.filter(link -> link.isGood(now))
                .map(Link::token)
                .filter(token ->
                        credentials.identity(token.name()).filter(token::isSame).isPresent());
    }
}
