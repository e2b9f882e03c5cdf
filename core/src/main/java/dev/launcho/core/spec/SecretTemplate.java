package dev.launcho.core.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A text with references to secrets, {@code postgres://${DB_USER}@db}.
 *
 * <p>Read from left to right, <code>$${</code> is a literal <code>${</code>. <code>${NAME}</code> is a reference, NAME being
 * letters, digits, {@code _}, {@code .} and {@code -}. Any other {@code $} is itself. A substituted value is never parsed
 * again, whatever it contains.
 */
public final class SecretTemplate {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

    private final List<Part> parts = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private SecretTemplate(String text) {
        int literal = 0;
        int at = text.indexOf('$');
        while (at >= 0) {
            if (text.startsWith("$${", at)) {
                literal(text.substring(literal, at) + "${");
                at += 3;
                literal = at;
            } else if (text.startsWith("${", at)) {
                literal(text.substring(literal, at));
                at = reference(text, at);
                literal = at;
            } else {
                at++;
            }
            at = text.indexOf('$', at);
        }
        literal(text.substring(literal));
    }

    /** Parses a text. Never throws; {@link #faults()} holds what is wrong with the text. */
    public static SecretTemplate parse(String text) {
        return new SecretTemplate(text);
    }

    /** Returns whether a secret can have this name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** @throws IllegalArgumentException if the text has faults, with the first as its message */
    public static Result resolve(String text, Function<String, Optional<String>> lookup) {
        SecretTemplate template = parse(text);
        if (!template.faults.isEmpty()) {
            throw new IllegalArgumentException(template.faults.get(0));
        }
        return template.resolve(lookup);
    }

    /** Replaces the references. The value is looked up once for each use; a missing value is replaced by nothing. */
    public Result resolve(Function<String, Optional<String>> lookup) {
        StringBuilder text = new StringBuilder();
        Set<String> missing = new TreeSet<>();
        for (Part part : parts) {
            if (!part.reference) {
                text.append(part.text);
                continue;
            }
            Optional<String> value = lookup.apply(part.text);
            value.ifPresentOrElse(text::append, () -> missing.add(part.text));
        }
        return new Result(text.toString(), missing);
    }

    /** Returns the names that are referred to, in alphabetical order. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        parts.stream().filter(Part::reference).forEach(part -> names.add(part.text));
        return Collections.unmodifiableSet(names);
    }

    /** Returns one line for each malformed reference. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    private int reference(String text, int at) {
        int end = text.indexOf('}', at);
        if (end < 0) {
            faults.add("\"${\" without a \"}\"");
            return text.length();
        }
        String name = text.substring(at + 2, end);
        if (isName(name)) {
            parts.add(new Part(name, true));
        } else {
            faults.add("\"${" + shown(name) + "}\" does not name a secret");
        }
        return end + 1;
    }

    private static String shown(String name) {
        String line = name.replaceAll("\\p{C}", "?");
        return line.length() > 40 ? line.substring(0, 40) + "…" : line;
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            parts.add(new Part(text, false));
        }
    }

    /**
     * @param text with each reference replaced
     * @param missing names without a value, in alphabetical order; if there are any, {@code text} is of no use
     */
    public record Result(String text, Set<String> missing) {
        public Result {
            missing = Collections.unmodifiableSet(new TreeSet<>(missing));
        }

        public boolean complete() {
            return missing.isEmpty();
        }
    }

    private record Part(String text, boolean reference) {}
}
