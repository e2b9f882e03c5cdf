package dev.launcho.cli.server.auth;

import dev.launcho.cli.server.http.RequestAuthenticator.Access;
import dev.launcho.cli.server.http.RequestAuthenticator.Admission;
import dev.launcho.cli.server.http.RequestAuthenticator.Credential;
import dev.launcho.cli.server.http.RequestAuthenticator.Refusal;
import java.net.InetAddress;
import java.util.Optional;

/** The login of a web page, with a token or with a code of {@link LoginLinks}. Any thread; never blocks. */
public final class PageLogin {
    private static final Refusal WRONG_LINK = new Refusal(
            "unauthorized", "the link was used already, is older than a minute, or is wrong; type `launcho ui` again");

    private static final Refusal GONE = new Refusal("unauthorized", "the token became invalid meanwhile");

    private final Tokens tokens;
    private final Credentials credentials;
    private final LoginLinks links;
    private final PageSessions sessions;

    public PageLogin(Tokens tokens, Credentials credentials, LoginLinks links, PageSessions sessions) {
        this.tokens = tokens;
        this.credentials = credentials;
        this.links = links;
        this.sessions = sessions;
    }

    /**
     * The outcome of a login.
     *
     * @param admission what the session admits to, or the refusal with its delay
     * @param secrets of the session; empty after a refusal
     */
    public record Outcome(Admission admission, Optional<SessionSecrets> secrets) {
        static Outcome refused(Admission admission) {
            return new Outcome(admission, Optional.empty());
        }
    }

    /** @param cookie that the browser has; may be empty */
    public Outcome byToken(String token, String cookie, InetAddress from) {
        Credential credential = Credential.bearer(token);
        Admission admission = tokens.admit(credential, from);
        if (admission.access() == Access.NOTHING) {
            return Outcome.refused(admission);
        }
        // In this order: a token that gets another secret meanwhile is not the one that was given.
        Optional<TokenIdentity> identity = credentials.identity(admission.token());
        return identity.isPresent() && tokens.admitAgain(credential).isPresent()
                ? begin(identity.get(), cookie)
                : Outcome.refused(tokens.refused(GONE, false, from));
    }

    /** @param cookie that the browser has; may be empty */
    public Outcome byLink(String code, String cookie, InetAddress from) {
        return links.take(code)
                .map(token -> begin(token, cookie))
                .orElseGet(() -> Outcome.refused(tokens.refused(WRONG_LINK, true, from)));
    }

    private Outcome begin(TokenIdentity token, String cookie) {
        return new Outcome(token.admission(), Optional.of(sessions.begin(token, cookie)));
    }
}
