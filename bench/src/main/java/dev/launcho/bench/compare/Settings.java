package dev.launcho.bench.compare;

import dev.launcho.bench.compare.peer.Peer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a comparison.
 *
 * @param seconds the time limit of the whole comparison
 * @param millis the time of each measurement; 0 = as long as {@code seconds} allow
 * @param memory whether to measure memory, too
 * @param churn the seconds of new connections that warm up a peer that needs it
 * @param out the folder for {@code compare.txt}, {@code .json} and {@code .svg}
 */
public record Settings(
        List<Peer> peers,
        List<Workload> workloads,
        int repetitions,
        int seconds,
        int millis,
        boolean memory,
        int churn,
        Optional<Path> out) {
    static final String USAGE = """
            --peers NAME,...      of %s
            --workloads NAME,...  of %s
            --repetitions N       5
            --seconds N           540, for everything
            --millis N            for each measurement; as long as there is time for
            --churn SECONDS       3, of new connections, to warm JVMs up
            --no-memory           without memory for idle and stalled connections
            --out FOLDER          where to write compare.txt, .json and .svg
            """.formatted(names(Peer.ALL, Peer::name), names(Workload.ALL, Workload::name));

    private static final Set<String> WITH_VALUE =
            Set.of("--peers", "--workloads", "--repetitions", "--seconds", "--millis", "--churn", "--out");

    /** Reads the command line. @throws IllegalArgumentException with a message for the user */
    public static Settings parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        Deque<String> left = new ArrayDeque<>(Arrays.asList(arguments));
        while (!left.isEmpty()) {
            String option = left.remove();
            if (option.equals("--no-memory")) {
                given.put(option, "");
            } else if (!WITH_VALUE.contains(option)) {
                throw new IllegalArgumentException(
                        option.equals("--help") ? USAGE : "unknown option " + option + "\n" + USAGE);
            } else if (left.isEmpty()) {
                throw new IllegalArgumentException(option + " needs a value\n" + USAGE);
            } else {
                given.put(option, left.remove());
            }
        }
        return new Settings(
                chosen(Peer.ALL, Peer::name, given.get("--peers")),
                chosen(Workload.ALL, Workload::name, given.get("--workloads")),
                number(given, "--repetitions", 5),
                number(given, "--seconds", 540),
                number(given, "--millis", 0),
                !given.containsKey("--no-memory"),
                number(given, "--churn", 3),
                Optional.ofNullable(given.get("--out")).map(Path::of));
    }

    private static int number(Map<String, String> given, String option, int otherwise) {
        String value = given.getOrDefault(option, String.valueOf(otherwise));
        if (!value.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException(option + " needs a number, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    private static <T> List<T> chosen(List<T> all, Function<T, String> name, @Nullable String names) {
        if (names == null) {
            return all;
        }
        List<String> wanted = List.of(names.split(","));
        for (String each : wanted) {
            if (all.stream().noneMatch(one -> name.apply(one).equals(each))) {
                throw new IllegalArgumentException("there is no \"%s\", only %s".formatted(each, names(all, name)));
            }
        }
        return all.stream().filter(one -> wanted.contains(name.apply(one))).toList();
    }

    private static <T> String names(List<T> all, Function<T, String> name) {
        return all.stream().map(name).collect(Collectors.joining(","));
    }
}
