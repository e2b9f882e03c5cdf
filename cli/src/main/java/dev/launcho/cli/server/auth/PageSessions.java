package dev.launcho.cli.server.auth;

import dev.launcho.cli.server.http.RequestAuthenticator.Access;
import dev.launcho.cli.server.http.RequestAuthenticator.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The sessions of web pages, in memory only: at most {@value #MOST}, and {@value #MOST_OF_TOKEN} of one token. The one that was
 * not used for the longest gives way to a new one. A session ends with its token, even if another token gets the same name.
 * Any thread; never blocks.
 */
public final class PageSessions {
    static final int MOST = 100;
    static final int MOST_OF_TOKEN = 10;
    /** How long a page may change something after its user has allowed it. */
    public static final Duration WINDOW = Duration.ofMinutes(15);

    private final Credentials credentials;
    private final List<PageSession> sessions = new ArrayList<>();

    public PageSessions(Credentials credentials) {
        this.credentials = credentials;
    }

    private Instant now() {
        return credentials.named().now();
    }

    /** Begins a session. @return its secrets, which nothing keeps */
    synchronized SessionSecrets begin(TokenIdentity token) {
        prune();
        List<PageSession> same = sessions.stream()
                .filter(session -> session.token().name().equals(token.name()))
                .toList();
        makeRoom(same, MOST_OF_TOKEN);
        makeRoom(sessions, MOST);
        SessionSecrets secrets = SessionSecrets.generate();
        sessions.add(new PageSession(secrets.id(), secrets.keyHash(), token, now(), Instant.EPOCH));
        return secrets;
    }

    private void makeRoom(List<PageSession> among, int most) {
        if (among.size() >= most) {
            among.stream().min(Comparator.comparing(PageSession::used)).ifPresent(sessions::remove);
        }
    }

    private void prune() {
        Instant now = now();
        sessions.removeIf(session -> session.isIdle(now) || admission(session).isEmpty());
    }

    /** Returns what a session admits to. @param uses whether this counts as a use of it */
    synchronized Optional<Admission> admit(SessionSecrets secrets, boolean uses) {
        Optional<PageSession> found = find(session -> session.isOf(secrets));
        if (uses) {
            found.ifPresent(session -> replace(session.id(), each -> each.usedAt(now())));
        }
        return found.flatMap(this::admission);
    }

    /** Finds a session that has not ended. Compares with every session in constant time, whichever matches. */
    private Optional<PageSession> find(Predicate<PageSession> is) {
        prune();
        Optional<PageSession> found = Optional.empty();
        for (PageSession session : sessions) {
            if (is.test(session)) {
                found = Optional.of(session);
            }
        }
        return found;
    }

    /** Returns what the token of a session admits to now; empty if it is not valid any more. */
    private Optional<Admission> admission(PageSession session) {
        return credentials
                .identity(session.token().name())
                .filter(session.token()::isSame)
                .map(token -> token.admission().by(session.id(), session.mayChange(now())));
    }

    /** Ends a session. @return whether there was one */
    public synchronized boolean end(String id) {
        return sessions.removeIf(session -> session.hasId(id));
    }

    /** Returns the end of a session's window for changes; empty if none is open. */
    public synchronized Optional<Instant> window(String id) {
        return find(session -> session.hasId(id)).flatMap(session -> session.window(now()));
    }

    /**
     * Opens the window for changes for {@link #WINDOW} from now, or closes it.
     *
     * @return its end; empty if it is closed, or the session has ended or is one of a read-only token
     */
    public synchronized Optional<Instant> allow(String id, boolean changes) {
        boolean admin = find(session -> session.hasId(id))
                .flatMap(this::admission)
                .filter(admission -> admission.access() == Access.CHANGE)
                .isPresent();
        replace(id, session -> session.mayChangeUntil(changes && admin ? now().plus(WINDOW) : Instant.EPOCH));
        return window(id);
    }

    private void replace(String id, UnaryOperator<PageSession> by) {
        sessions.replaceAll(session -> session.hasId(id) ? by.apply(session) : session);
    }
}
