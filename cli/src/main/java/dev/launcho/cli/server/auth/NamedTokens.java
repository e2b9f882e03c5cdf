package dev.launcho.cli.server.auth;

import dev.launcho.cli.server.http.RequestAuthenticator;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.ServerEvent.StorageFailed.Attempt;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The tokens that users have made, at most {@value #MOST}, and the last use of each token, including those of the auth file.
 * Any thread. Only {@link #add}, {@link #writeUses} and what removes write to the disk and block.
 */
public final class NamedTokens {
    public static final int MOST = 1000;
    /** The shortest time between two writes of last uses. */
    private static final Duration WRITE_EVERY = Duration.ofMinutes(1);

    private final TokenFile file;
    private final InstantSource wall;
    private final Consumer<ServerEvent> warnings;
    private final Map<String, TokenUse> uses;
    private final AtomicReference<Instant> usesWritten;
    private volatile List<NamedToken> tokens;

    private NamedTokens(TokenFile file, TokenFile.Content content, InstantSource wall, Consumer<ServerEvent> warnings) {
        this.file = file;
        this.wall = wall;
        this.warnings = warnings;
        this.tokens = content.tokens();
        this.uses = new ConcurrentHashMap<>(content.uses());
        this.usesWritten = new AtomicReference<>(wall.instant());
    }

    /** @param warnings receives what goes wrong; must not block */
    public static NamedTokens open(TokenFile file, InstantSource wall, Consumer<ServerEvent> warnings)
            throws IOException {
        return new NamedTokens(file, file.read(warnings), wall, warnings);
    }

    /** Returns an instance without tokens, whatever the file has. */
    static NamedTokens none(TokenFile file) {
        TokenFile.Content nothing = new TokenFile.Content(List.of(), Map.of());
        return new NamedTokens(file, nothing, InstantSource.system(), warning -> {});
    }

    public List<NamedToken> all() {
        return tokens;
    }

    public Instant now() {
        return wall.instant();
    }

    public TokenUse lastUse(String name) {
        return uses.getOrDefault(name, TokenUse.NEVER);
    }

    public Optional<NamedToken> named(String name) {
        return tokens.stream().filter(token -> token.name().equals(name)).findFirst();
    }

    /** Returns the token, even if it has expired. Compares with every token in constant time, whichever matches. */
    Optional<NamedToken> find(String token) {
        String hash = NamedToken.hash(token);
        Optional<NamedToken> found = Optional.empty();
        for (NamedToken each : tokens) {
            if (each.hasHash(hash)) {
                found = Optional.of(each);
            }
        }
        return found;
    }

    /** The outcome of {@link #add}. */
    public enum Addition {
        ADDED,
        NAME_TAKEN,
        TOO_MANY,
        /** The token with which it was to be made has been revoked, replaced, or has expired, since its request was admitted. */
        MAKER_GONE
    }

    /**
     * Adds a token, on disk when this returns.
     *
     * @param stillAdmitted whether the request would be admitted now. A token that is replaced is replaced before what it made
     *     is removed, so that nothing is added behind that removal
     */
    public synchronized Addition add(NamedToken token, BooleanSupplier stillAdmitted) throws IOException {
        if (tokens.size() >= MOST) {
            return Addition.TOO_MANY;
        }
        if (named(token.name()).isPresent()) {
            return Addition.NAME_TAKEN;
        }
        if (!stillAdmitted.getAsBoolean() || !isValid(token.maker())) {
            return Addition.MAKER_GONE;
        }
        List<NamedToken> next = new ArrayList<>(tokens);
        next.add(token);
        uses.remove(token.name());
        write(next);
        return Addition.ADDED;
    }

    private boolean isValid(String maker) {
        return RequestAuthenticator.BUILT_IN.contains(maker)
                || named(maker).filter(token -> !token.isExpired(now())).isPresent();
    }

    /** Returns the valid tokens that exist because of a token of that name, directly or by others, oldest first. */
    public synchronized List<String> madeWith(String name) {
        Instant now = now();
        return tokens.stream()
                .filter(token -> token.descendsFrom(name) && !token.isExpired(now))
                .map(NamedToken::name)
                .toList();
    }

    /** Removes a token, on disk when this returns. @return false if there is no token of this name */
    public synchronized boolean remove(String name) throws IOException {
        return named(name).isPresent()
                && !removeIf(token -> token.name().equals(name)).isEmpty();
    }

    /** Removes a token and every token that exists because of it, with one write: all of them are off the disk, or none. */
    public synchronized List<String> removeWithMade(String name) throws IOException {
        return removeIf(token -> token.name().equals(name) || token.descendsFrom(name));
    }

    /** Removes every token that exists because of a token of that name; they are off the disk when this returns. */
    public synchronized List<String> removeMadeWith(String name) throws IOException {
        return removeIf(token -> token.descendsFrom(name));
    }

    private List<String> removeIf(Predicate<NamedToken> which) throws IOException {
        List<String> removed =
                tokens.stream().filter(which).map(NamedToken::name).toList();
        if (!removed.isEmpty()) {
            uses.keySet().removeAll(removed);
            write(tokens.stream().filter(which.negate()).toList());
        }
        return removed;
    }

    private void write(List<NamedToken> next) throws IOException {
        file.write(new TokenFile.Content(next, Map.copyOf(uses)));
        tokens = List.copyOf(next);
        usesWritten.set(wall.instant());
    }

    /**
     * Records that a token has admitted a request. Never blocks.
     *
     * @param from the client's address
     * @param later runs the write to the disk, at most once a minute
     */
    void used(String name, String from, Executor later) {
        Instant now = wall.instant();
        boolean known =
                RequestAuthenticator.BUILT_IN.contains(name) || named(name).isPresent();
        if (known) {
            uses.put(name, new TokenUse(now, from));
        }
        Instant last = usesWritten.get();
        boolean due = Duration.between(last, now).abs().compareTo(WRITE_EVERY) >= 0;
        if (due && usesWritten.compareAndSet(last, now)) {
            later.execute(this::writeUses);
        }
    }

    /** Writes the last uses to the disk, from time to time and when the server ends. Blocks. */
    public synchronized void writeUses() {
        if (tokens.isEmpty() && uses.isEmpty()) {
            return;
        }
        try {
            file.write(new TokenFile.Content(tokens, Map.copyOf(uses)));
        } catch (IOException e) {
            if (!tokens.isEmpty()) { // Else the file is of little use, and a home that can't be written has other
                // warnings.
                warnings.accept(new ServerEvent.StorageFailed(
                        "the times when tokens were last used", Attempt.WRITE, FileFailure.words(e), ""));
            }
        }
    }
}
