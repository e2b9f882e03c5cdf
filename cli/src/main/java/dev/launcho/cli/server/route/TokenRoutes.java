package dev.launcho.cli.server.route;

import dev.launcho.cli.protocol.Json;
import dev.launcho.cli.protocol.RecordJson;
import dev.launcho.cli.protocol.TokenView;
import dev.launcho.cli.server.auth.Credentials;
import dev.launcho.cli.server.auth.NamedToken;
import dev.launcho.cli.server.auth.NamedTokens;
import dev.launcho.cli.server.auth.TokenExpiry;
import dev.launcho.cli.server.auth.TokenUse;
import dev.launcho.cli.server.auth.Tokens;
import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.cli.server.http.RequestAuthenticator;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.UserAction;
import dev.launcho.core.event.UserAction.Operation;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The handlers that list, make, revoke and rotate tokens. */
final class TokenRoutes {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");

    private final Credentials credentials;
    private final Consumer<ServerEvent.Acted> audit;
    private final Consumer<String> cut;

    /**
     * @param audit records who did what
     * @param cut closes every connection that was admitted with the token of this name
     */
    TokenRoutes(Credentials credentials, Consumer<ServerEvent.Acted> audit, Consumer<String> cut) {
        this.credentials = credentials;
        this.audit = audit;
        this.cut = cut;
    }

    void list(AdminExchange exchange) throws IOException {
        NamedTokens named = credentials.named();
        List<TokenView> views = new ArrayList<>();
        views.add(builtIn(RequestAuthenticator.ADMIN, NamedToken.Role.ADMIN));
        if (!credentials.auth().readOnlyToken().isEmpty()) {
            views.add(builtIn(RequestAuthenticator.READ_ONLY, NamedToken.Role.READ));
        }
        named.all().forEach(token -> views.add(view(token)));
        exchange.json(Json.object("tokens", Json.array(views, RecordJson::write)));
    }

    private TokenView builtIn(String name, NamedToken.Role role) {
        TokenUse use = credentials.named().lastUse(name);
        return new TokenView(name, role.word(), true, "", Instant.EPOCH, Instant.EPOCH, false, use.at(), use.from());
    }

    private TokenView view(NamedToken token) {
        TokenUse use = credentials.named().lastUse(token.name());
        return new TokenView(
                token.name(),
                token.role().word(),
                false,
                token.by(),
                token.created(),
                token.expires().equals(Instant.MAX) ? Instant.EPOCH : token.expires(),
                token.isExpired(credentials.named().now()),
                use.at(),
                use.from());
    }

    void create(AdminExchange exchange) throws HttpError, IOException {
        String name = exchange.parameter("name");
        NamedToken.Role role = role(exchange.query("role", NamedToken.Role.READ.word()));
        Instant now = credentials.named().now();
        Instant expires = expires(exchange.query("expires", "never"), now);
        check(name);
        String token = Tokens.generate();
        add(
                new NamedToken(
                        name,
                        role,
                        NamedToken.hash(token),
                        exchange.user(),
                        makers(exchange.token(), expires),
                        now.truncatedTo(ChronoUnit.SECONDS),
                        expires),
                exchange::isStillAdmitted);
        String rights = role.word() + (expires.equals(Instant.MAX) ? "" : ", until " + expires);
        audit.accept(AdminRoutes.acted(exchange, new UserAction(Operation.TOKEN_MADE, name, rights, 0, true)));
        exchange.json(Json.object(
                "name",
                name,
                "role",
                role.word(),
                "expires",
                expires.equals(Instant.MAX) ? "" : expires.toString(),
                "token",
                token));
    }

    /** Returns the makers of a token that is made with {@code maker}. What a token makes must not outlive it. */
    private List<String> makers(String maker, Instant expires) throws HttpError {
        List<String> makers = new ArrayList<>();
        Optional<NamedToken> named = credentials.named().named(maker);
        if (named.isPresent()) {
            Instant last = named.get().expires();
            if (expires.isAfter(last)) {
                throw invalid("token " + maker + " expires at " + last + ", so that a token that is made with it can't"
                        + " be valid for longer; type --expires " + last + ", or use another token");
            }
            makers.addAll(named.get().makers());
        }
        makers.add(maker);
        if (makers.size() > NamedToken.MOST_MAKERS) {
            throw new HttpError(
                    409,
                    "conflict",
                    "token " + maker + " was made with a token that was made with another, and so on, "
                            + NamedToken.MOST_MAKERS + " times; use a token that is nearer to the server's own one");
        }
        return makers;
    }

    private void add(NamedToken token, BooleanSupplier stillAdmitted) throws HttpError, IOException {
        switch (credentials.named().add(token, stillAdmitted)) {
            case ADDED -> {}
            case NAME_TAKEN ->
                throw new HttpError(
                        409,
                        "conflict",
                        "there is a token \"" + token.name()
                                + "\" already; take another name, or revoke that one first");
            case TOO_MANY -> throw tooMany();
            case MAKER_GONE -> throw gone();
        }
    }

    private static HttpError gone() {
        return new HttpError(
                409, "conflict", "the token of this request has been revoked or has expired; use another one");
    }

    private static HttpError tooMany() {
        return new HttpError(
                409, "conflict", "there are " + NamedTokens.MOST + " tokens already; revoke some of them first");
    }

    private void check(String name) throws HttpError {
        if (!NAME.matcher(name).matches() || RequestAuthenticator.BUILT_IN.contains(name)) {
            throw invalid("\"" + name + "\" can't name a token: up to 63 letters, digits, _ . and -, and not "
                    + String.join(" or ", RequestAuthenticator.BUILT_IN));
        }
        if (credentials.named().all().size() >= NamedTokens.MOST) {
            throw tooMany();
        }
    }

    private static NamedToken.Role role(String word) throws HttpError {
        Optional<NamedToken.Role> role = NamedToken.Role.of(word);
        if (role.isEmpty()) {
            throw invalid("role: expected read or admin, found \"" + word + "\"");
        }
        return role.get();
    }

    private static Instant expires(String text, Instant now) throws HttpError {
        Optional<Instant> expires = TokenExpiry.parse(text, now);
        if (expires.isEmpty()) {
            throw invalid("expires: expected a time like 90d, 12h, 2027-01-31 or never, found \"" + text + "\"");
        }
        if (!expires.get().isAfter(now)) {
            throw invalid("expires: \"" + text + "\" is not in the future; on the server it is "
                    + now.truncatedTo(ChronoUnit.SECONDS));
        }
        return expires.get().equals(Instant.MAX) ? Instant.MAX : expires.get().truncatedTo(ChronoUnit.MILLIS);
    }

    private static HttpError invalid(String line) {
        return new HttpError(422, "invalid", line);
    }

    void revoke(AdminExchange exchange) throws HttpError, IOException {
        String name = exchange.parameter("name");
        if (RequestAuthenticator.BUILT_IN.contains(name)) {
            String option = name.equals(RequestAuthenticator.ADMIN) ? "" : " --" + name;
            throw new HttpError(
                    409,
                    "conflict",
                    "token " + name + " is the server's own; launcho token rotate" + option
                            + " makes another in its place");
        }
        NamedTokens named = credentials.named();
        List<String> removed = List.of();
        if (alsoMade(exchange)) {
            removed = named.removeWithMade(name);
        } else if (named.remove(name)) {
            removed = List.of(name);
        }
        if (removed.isEmpty()) {
            throw new HttpError(404, "not_found", noToken(name, named.madeWith(name)));
        }
        try {
            auditRevoked(exchange, removed);
            answer(exchange, name, removed, "revoked", name);
        } finally {
            removed.forEach(cut);
        }
    }

    private static boolean alsoMade(AdminExchange exchange) throws HttpError {
        return exchange.query("made", 0) != 0;
    }

    /** @param made tokens that were made with one of that name, which has been revoked */
    private static String noToken(String name, List<String> made) {
        return "there is no token \"" + name + "\""
                + (made.isEmpty()
                        ? "; launcho token ls lists all tokens"
                        : ", but still valid are tokens that were made with it: " + String.join(", ", made)
                                + "; launcho token revoke " + name + " --made revokes these");
    }

    /**
     * Replaces one of the server's own tokens. A token with a name can't do so: the new token would survive its revocation.
     */
    void rotate(AdminExchange exchange) throws HttpError, IOException {
        if (!exchange.token().equals(RequestAuthenticator.ADMIN)) {
            throw new HttpError(
                    403,
                    "forbidden",
                    "token " + exchange.token() + " can't rotate the server's own tokens, only the server's admin token"
                            + " can: run launcho token rotate on the server");
        }
        String word = exchange.parameter("kind");
        Credentials.Kind kind = switch (word) {
            case RequestAuthenticator.ADMIN -> Credentials.Kind.ADMIN;
            case RequestAuthenticator.READ_ONLY -> Credentials.Kind.READ_ONLY;
            default ->
                throw new HttpError(404, "not_found", "there is no token \"" + word + "\", only admin and read-only");
        };
        boolean alsoMade = alsoMade(exchange);
        List<String> invalid = new ArrayList<>(); // Their connections are cut even if a later step fails.
        try {
            if (alsoMade) { // First: after the rotation nothing may fail before the answer with the new token.
                invalid.addAll(revokeMadeWith(exchange, word));
            }
            String token = credentials.rotate(kind, exchange::isStillAdmitted).orElseThrow(TokenRoutes::gone);
            invalid.add(word);
            audit.accept(AdminRoutes.acted(exchange, UserAction.of(Operation.TOKEN_ROTATED, word)));
            if (alsoMade) {
                invalid.addAll(revokeMadeMeanwhile(exchange, word));
            }
            answer(exchange, word, invalid, "token", token);
        } finally {
            invalid.forEach(cut);
        }
    }

    private List<String> revokeMadeWith(AdminExchange exchange, String name) throws IOException {
        List<String> revoked = credentials.named().removeMadeWith(name);
        auditRevoked(exchange, revoked);
        return revoked;
    }

    /** Revokes the tokens that a thief made with the old token before it became invalid. The answer names those that stay. */
    private List<String> revokeMadeMeanwhile(AdminExchange exchange, String name) {
        try {
            return revokeMadeWith(exchange, name);
        } catch (IOException e) {
            return List.of(); // The new token must arrive all the same.
        }
    }

    private void auditRevoked(AdminExchange exchange, List<String> names) {
        names.forEach(each -> audit.accept(AdminRoutes.acted(exchange, UserAction.of(Operation.TOKEN_REVOKED, each))));
    }

    /**
     * Answers that a token is no longer valid, and names the valid tokens that were made with it. The answer goes before the
     * connections are cut, since it may go to one of that token.
     *
     * @param invalid what became invalid, with the token itself
     */
    private void answer(AdminExchange exchange, String name, List<String> invalid, String member, String value)
            throws IOException {
        List<String> also = invalid.stream().filter(each -> !each.equals(name)).toList();
        List<String> valid = credentials.named().madeWith(name);
        exchange.json(Json.object(member, value, "made", Json.strings(valid), "also_revoked", Json.strings(also)));
    }
}
