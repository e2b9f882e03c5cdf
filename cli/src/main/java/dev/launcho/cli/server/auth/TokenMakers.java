package dev.launcho.cli.server.auth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The makers of tokens in a file that has only the last maker of each. */
final class TokenMakers {
    private final Map<String, NamedToken> byName;

    private TokenMakers(Map<String, NamedToken> byName) {
        this.byName = byName;
    }

    static TokenMakers of(List<NamedToken> tokens) {
        return new TokenMakers(
                tokens.stream().collect(Collectors.toMap(NamedToken::name, Function.identity(), (one, other) -> one)));
    }

    /** Returns the token with all of its makers that can be known. */
    NamedToken complete(NamedToken token) {
        if (token.makers().size() != 1) {
            return token;
        }
        Set<String> makers = new LinkedHashSet<>(); // The last one first.
        Optional<NamedToken> each = Optional.of(token);
        while (each.isPresent()) {
            String maker = each.get().maker();
            boolean fresh = !maker.isEmpty() && makers.add(maker);
            each = fresh ? Optional.ofNullable(byName.get(maker)) : Optional.empty();
        }
        List<String> firstToLast = new ArrayList<>(makers);
        Collections.reverse(firstToLast);
        return token.withMakers(firstToLast);
    }
}
