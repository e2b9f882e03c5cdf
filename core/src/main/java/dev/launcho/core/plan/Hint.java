package dev.launcho.core.plan;

import dev.launcho.core.model.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What to do next about an instance that does not get ready, guessed from what was seen of it. Pure. */
public final class Hint {
    private static final Pattern PORT_REFUSED = Pattern.compile("connection refused");
    private static final Pattern STATUS = Pattern.compile("GET (\\S+) on \\S+: ([0-9]{3})\\b.*");

    /** How programs say that something that they need is not there; the group is its name. */
    private static final Map<Pattern, String> MISSING = Map.of(
            Pattern.compile("error while loading shared libraries: ([^:]+):"),
            "the shared library %s is not on this machine: install the package that has it, or bring it along in a"
                    + " resource and set LD_LIBRARY_PATH in env",
            Pattern.compile("Cannot find (?:module|package) '([^']+)'"),
            "the Node.js module %s is not there: put node_modules into the resource, or run npm ci in before",
            Pattern.compile("No module named '?([^'\\s]+)'?"),
            "the Python module %s is not there: bring it along in a resource, or install it in before",
            Pattern.compile("(?:NoClassDefFoundError|ClassNotFoundException): (\\S+)"),
            "the Java class %s is not on the class path: bring its jar along in a resource",
            Pattern.compile("cannot load such file -- (\\S+)"),
            "the Ruby library %s is not there: run bundle install in before");

    private Hint() {}

    /**
     * What is known.
     *
     * @param end how it, or the one before it, ended; empty if none did
     * @param probe the last answer; empty if there was none
     * @param given its ports, by service
     * @param listens where its tree listens
     * @param log the last lines that it wrote
     * @param id its name, for commands
     */
    public record Symptoms(
            String id, String end, String probe, Map<String, Integer> given, List<Integer> listens, List<String> log) {
        public Symptoms {
            given = Map.copyOf(given);
            listens = List.copyOf(listens);
            log = List.copyOf(log);
        }
    }

    /** One line each, the likeliest first; without {@code hint:}. */
    public static List<String> of(Symptoms s) {
        List<String> hints = new ArrayList<>();
        missing(s.log()).ifPresent(hints::add);
        end(s).ifPresent(hints::add);
        probe(s).ifPresent(hints::add);
        return hints;
    }

    private static Optional<String> missing(Collection<String> log) {
        for (String line : log) {
            for (Map.Entry<Pattern, String> known : MISSING.entrySet()) {
                Matcher found = known.getKey().matcher(line);
                if (found.find()) {
                    return Optional.of(String.format(Locale.ROOT, known.getValue(), found.group(1)));
                }
            }
            if (line.contains("EADDRINUSE") || line.toLowerCase(Locale.ROOT).contains("address already in use")) {
                return Optional.of("it wants a port that is taken: let it listen on its own port, in SERVICE_PORT_...");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> end(Symptoms s) {
        String end = s.end();
        if (end.contains("limits.memory")) {
            return Optional.of("raise limits.memory, or make it use less: " + "launcho status shows what it uses");
        }
        if (end.contains("out of memory")) {
            return Optional.of("the machine has no memory left: stop something, or hold processes to limits.memory");
        }
        if (end.contains("`before` failed")) {
            return Optional.of("before stops at its first error only with set -e; what it printed is in launcho logs "
                    + s.id() + ", and its directory is kept in work/" + s.id() + " of the server's home");
        }
        if (end.contains("exit 127")) {
            return Optional.of("command is run without a shell, from the working directory and the server's PATH: name"
                    + " its full path, or write command: [sh, -c, ...]");
        }
        if (end.contains("exit 126")) {
            return Optional.of("the file is there but can't be run: chmod +x it in before, and check its #! line");
        }
        if (end.contains("No space left")) {
            return Optional.of("the disk is full: launcho resource ls shows what can go, df tells where");
        }
        if (end.contains("SIGSEGV") || end.contains("SIGILL") || end.contains("SIGABRT")) {
            return Optional.of("the program crashed: limits.core: 1G leaves a core file in its kept directory");
        }
        return Optional.empty();
    }

    private static Optional<String> probe(Symptoms s) {
        boolean elsewhere =
                !s.listens().isEmpty() && s.given().values().stream().noneMatch(s.listens()::contains);
        // One that has ended is not asked why it does not listen.
        boolean deaf = s.end().isEmpty() && PORT_REFUSED.matcher(s.probe()).find();
        if (!s.given().isEmpty() && (elsewhere || deaf)) {
            return Optional.of(listening(s));
        }
        Matcher status = STATUS.matcher(s.probe());
        if (status.matches()) {
            return Optional.of(answered(status.group(1), Integer.parseInt(status.group(2)), s.id()));
        }
        if (s.probe().startsWith("exec ")) {
            return checked(s);
        }
        if (s.probe().contains("no answer")) {
            return Optional.of("it accepts connections but does not answer in time: see launcho logs " + s.id()
                    + ", or raise health.timeout");
        }
        return Optional.empty();
    }

    private static Optional<String> checked(Symptoms s) {
        if (s.probe().contains("no answer")) {
            return Optional.of("the check does not end in time: make it quicker, or raise health.timeout");
        }
        if (s.probe().contains("exit 127")) {
            return Optional.of("health.exec is run without a shell, from the working directory and the instance's PATH:"
                    + " name its full path, or write exec: [sh, -c, ...]");
        }
        return s.probe().contains(": exit 0")
                ? Optional.empty()
                : Optional.of("what the check prints is dropped: run it by hand, or see launcho logs " + s.id());
    }

    private static String listening(Symptoms s) {
        String given = s.given().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> "$" + ServiceSpec.portVariable(e.getKey()) + " (" + e.getValue() + ")")
                .collect(Collectors.joining(", "));
        String elsewhere = s.listens().stream()
                .filter(port -> !s.given().containsValue(port))
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return elsewhere.isEmpty()
                ? "it listens nowhere: let it listen on " + given + ", or give it more start_timeout"
                : "bind " + given + ", not " + elsewhere;
    }

    private static String answered(String path, int status, String id) {
        if (status == 404) {
            return "it runs, but has no " + path + ": let health.path name a path that it answers with 2xx or 3xx";
        }
        if (status == 401 || status == 403) {
            return path + " wants a login, which a probe has not: let health.path name a path that is open";
        }
        return "it runs, but says itself that it is not well: see launcho logs " + id;
    }
}
