package dev.launcho.core.plan;

import dev.launcho.core.failure.Exit;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.OutOfMemory;
import dev.launcho.core.model.ProbeResult;
import dev.launcho.core.model.ServiceSpec;
import dev.launcho.core.text.StatusCodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Advice on an instance that does not get ready, guessed from its symptoms. Pure. */
public final class NextStepHint {
    private static final String NO_MEMORY =
            "the machine has no memory left: stop something, or hold processes to limits.memory";

    private static final String UNSEEN =
            ": a TCP check can't see that a process hangs, since the kernel accepts for it;"
                    + " health: {path: ...} or {exec: [...]} can";

    /** Messages by which programs report a missing dependency; the group captures its name. */
    private static final Map<Pattern, String> MISSING = Map.of(
            Pattern.compile("(?:error while loading shared libraries: |Error loading shared library )([^:]+):"),
            "the shared library %s is not on this machine: install the package that has it, or bring it along in a"
                    + " resource and set LD_LIBRARY_PATH in env",
            Pattern.compile("Cannot find (?:module|package) '([^']+)'"),
            "the Node.js module %s is missing: put node_modules into the resource, or run npm ci in before",
            Pattern.compile("No module named '?([^'\\s]+)'?"),
            "the Python module %s is missing: bring it along in a resource, or install it in before",
            Pattern.compile("(?:NoClassDefFoundError|ClassNotFoundException): (\\S+)"),
            "the Java class %s is not on the class path: bring its jar along in a resource",
            Pattern.compile("cannot load such file -- (\\S+)"),
            "the Ruby library %s is missing: run bundle install in before");

    /** SIGILL, SIGABRT and SIGSEGV as exit statuses of a shell. */
    private static final Set<Integer> CRASHES = Set.of(128 + 4, 128 + 6, 128 + 11);

    private NextStepHint() {}

    /**
     * The symptoms of an instance.
     *
     * @param end how the instance, or the one before it in the slot, ended; empty if neither did or the end is not known
     * @param probe result of the last probe; {@link ProbeResult#NONE} if there was none
     * @param healthy status codes that an HTTP check counts as healthy
     * @param given leased ports by service
     * @param listens ports on which the process tree listens
     * @param log the last lines that the instance wrote
     * @param id name of the instance, for commands in hints
     */
    public record Symptoms(
            String id,
            Optional<Exit> end,
            ProbeResult probe,
            StatusCodes healthy,
            Map<String, Integer> given,
            List<Integer> listens,
            List<String> log) {
        public Symptoms {
            given = Map.copyOf(given);
            listens = List.copyOf(listens);
            log = List.copyOf(log);
        }

        public Symptoms with(List<String> lines) {
            return new Symptoms(id, end, probe, healthy, given, listens, lines);
        }
    }

    /** Returns hints of one line each, the likeliest first, without the prefix {@code hint:}. */
    public static List<String> of(Symptoms s) {
        List<String> hints = new ArrayList<>();
        Optional<String> missing = missing(s.log());
        missing.ifPresent(hints::add);
        end(s, missing.isPresent()).ifPresent(hints::add);
        probe(s).ifPresent(hints::add);
        return hints;
    }

    /** Returns a hint on an instance that passes its TCP check, but has not answered so many connections for so long. */
    public static String silent(String id, long connections, int seconds) {
        return id + " has sent no answer for " + seconds + "s, with " + counted(connections) + UNSEEN;
    }

    /** Returns a hint on an instance that passes its TCP check, but does not read what so many clients have sent. */
    public static String unread(String id, long connections) {
        return id + " does not read the data of " + counted(connections) + UNSEEN;
    }

    private static String counted(long connections) {
        return connections + (connections == 1 ? " open connection" : " open connections");
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
                return Optional.of("it tries to listen on a port that is taken: let it listen on its own port, in"
                        + " SERVICE_PORT_...");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> end(Symptoms s, boolean known) {
        return s.end().flatMap(end -> end(end, s.id(), known));
    }

    /** @param known whether the log says already what is missing */
    private static Optional<String> end(Exit end, String id, boolean known) {
        if (end.fault().isPresent()) {
            return end.fault().map(fault -> CommandHint.of(fault, id));
        }
        if (end.lack().isPresent()) {
            return lack(end.lack().get());
        }
        if (end.memory().isPresent()) {
            return Optional.of(memory(end.memory().get()));
        }
        return switch (end.stage()) {
            case LAUNCH -> Optional.empty();
            case BEFORE ->
                Optional.of("before stops at its first error only with set -e; what it printed is in launcho logs " + id
                        + ", and its directory is kept in work/" + id + " of the server's home");
            case COMMAND ->
                CRASHES.contains(end.status())
                        ? Optional.of("the program crashed: limits.core: 1G leaves a core file in its kept directory")
                        : CommandHint.ofItsOwn(end.status(), id).filter(hint -> !known);
        };
    }

    private static String memory(OutOfMemory why) {
        return switch (why) {
            case OWN_LIMIT -> "raise limits.memory, or reduce its use of memory: launcho status shows it";
            case MACHINE -> NO_MEMORY;
        };
    }

    private static Optional<String> lack(FailureKind what) {
        return switch (what) {
            case DISK_FULL ->
                Optional.of(
                        "the disk is full: launcho resource gc --dry-run lists unused resources, df shows which disk");
            case NO_DESCRIPTOR ->
                Optional.of("the server has no open files left: raise LimitNOFILE= of its unit, or ulimit -n");
            case NO_MEMORY -> Optional.of(NO_MEMORY);
            case NO_ACCOUNT_ANSWER ->
                Optional.of("getent passwd NAME has to answer: check the directory service (LDAP, SSSD, NIS) that"
                        + " /etc/nsswitch.conf names, or set uid to an account in /etc/passwd");
            case REFUSED,
                    TIMED_OUT,
                    UNREACHABLE,
                    RESET,
                    NO_PORT_LEFT,
                    NO_PROCESS,
                    NOT_BEGUN,
                    STOOD_STILL,
                    DENIED,
                    ADDRESS_TAKEN,
                    NO_SUCH_ADDRESS,
                    OTHER -> Optional.empty();
        };
    }

    private static Optional<String> probe(Symptoms s) {
        boolean elsewhere =
                !s.listens().isEmpty() && s.given().values().stream().noneMatch(s.listens()::contains);
        // A refused connection is no symptom of an instance that has ended.
        boolean deaf = s.end().isEmpty() && s.probe().refused();
        return !s.given().isEmpty() && (elsewhere || deaf)
                ? Optional.of(listening(s))
                : ProbeHint.of(s.probe(), s.id(), s.healthy());
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
}
