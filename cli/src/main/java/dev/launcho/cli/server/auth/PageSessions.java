package dev.launcho.cli.server.auth;

import dev.launcho.cli.server.http.RequestAuthenticator.Access;
import dev.launcho.cli.server.http.RequestAuthenticator.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
    private final LongSupplier ticker;
    private final Consumer<String> cut;
    private final List<PageSession> sessions = new ArrayList<>();
    /** Ids of those that have ended, whose connections are still to be cut. */
    private final List<String> ended = new ArrayList<>();

    /**
     * @param ticker nanoseconds, as {@link System#nanoTime}: a session must not last longer because the clock was put back
     * @param cut closes every connection whose last request came with the session of this id; called without a lock
     */
    public PageSessions(Credentials credentials, LongSupplier ticker, Consumer<String> cut) {
        this.credentials = credentials;
        this.ticker = ticker;
        this.cut = cut;
    }

    /** Makes a change among the sessions that are not over, and cuts those that end by it. */
    private <T> T change(Supplier<T> change) {
        T result;
        List<String> gone;
        synchronized (this) {
            prune();
            result = change.get();
            gone = List.copyOf(ended);
            ended.clear();
        }
        gone.forEach(cut);
        return result;
    }

    /**
     * Begins a session.
     *
     * @param formerCookie the cookie that the browser has, which it is to forget: its session ends; may be empty
     * @return its secrets, which nothing keeps
     */
    SessionSecrets begin(TokenIdentity token, String formerCookie) {
        return change(() -> {
            String former = NamedToken.hash(formerCookie);
            remove(session -> session.hasId(former));
            List<PageSession> same = sessions.stream()
                    .filter(session -> session.token().name().equals(token.name()))
                    .toList();
            makeRoom(same, MOST_OF_TOKEN);
            makeRoom(sessions, MOST);
            SessionSecrets secrets = SessionSecrets.generate();
            sessions.add(PageSession.begin(secrets, token, ticker.getAsLong()));
            return secrets;
        });
    }

    private void makeRoom(List<PageSession> among, int most) {
        if (among.size() >= most) {
            long now = ticker.getAsLong();
            among.stream()
                    .max(Comparator.comparingLong(session -> now - session.used()))
                    .ifPresent(oldest -> remove(oldest::equals));
        }
    }

    private boolean remove(Predicate<PageSession> which) {
        sessions.stream().filter(which).map(PageSession::id).forEach(ended::add);
        return sessions.removeIf(which);
    }

    private void prune() {
        long now = ticker.getAsLong();
        remove(session -> session.isOver(now) || admission(session).isEmpty());
    }

    /** Ends the sessions that are over. To be called from time to time: a stream is no request, and would go on. */
    public void endOver() {
        change(() -> true);
    }

    /** Returns what a session admits to. @param uses whether this counts as a use of it */
    Optional<Admission> admit(SessionSecrets secrets, boolean uses) {
        return change(() -> {
            Optional<PageSession> found = find(session -> session.isOf(secrets));
            if (uses) {
                found.ifPresent(session -> replace(session.id(), each -> each.usedAt(ticker.getAsLong())));
            }
            return found.flatMap(this::admission);
        });
    }

    /** Compares with every session in constant time, whichever matches. */
    private Optional<PageSession> find(Predicate<PageSession> is) {
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
                .map(token -> token.admission().by(session.id(), session.mayChange(ticker.getAsLong())));
    }

    /** Ends a session. The caller {@link #cut}s its connections after its answer, which may go to one of them. */
    public boolean end(String id) {
        return change(() -> sessions.removeIf(session -> session.hasId(id)));
    }

    /** Closes the connections of a session that has ended. */
    public void cut(String id) {
        cut.accept(id);
    }

    /** Returns the end of a session's window for changes; empty if none is open. */
    public Optional<Instant> window(String id) {
        return change(() -> find(session -> session.hasId(id)).flatMap(session -> session.window(ticker.getAsLong())));
    }

    /**
     * Opens the window for changes for {@link #WINDOW} from now, or closes it.
     *
     * @return its end; empty if it is closed, or the session has ended or is one of a read-only token
     */
    public Optional<Instant> allow(String id, boolean changes) {
        return change(() -> {
            boolean admin = find(session -> session.hasId(id))
                    .flatMap(this::admission)
                    .filter(admission -> admission.access() == Access.CHANGE)
                    .isPresent();
            replace(
                    id,
                    session -> session.withWindow(
                            ticker.getAsLong(),
                            changes && admin ? credentials.named().now().plus(WINDOW) : Instant.EPOCH));
            return find(session -> session.hasId(id)).flatMap(session -> session.window(ticker.getAsLong()));
        });
    }

    private void replace(String id, UnaryOperator<PageSession> by) {
        sessions.replaceAll(session -> session.hasId(id) ? by.apply(session) : session);
    }
}
