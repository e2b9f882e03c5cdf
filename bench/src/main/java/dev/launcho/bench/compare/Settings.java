package dev.launcho.bench.compare;

import dev.launcho.bench.compare.peer.Peer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How to compare.
 *
 * @param seconds how long it may take in all
 * @param memory whether to measure that, too
 * @param churn how many seconds of new connections are to warm a peer up that needs it
 * @param out where to write {@code compare.txt}, {@code .json} and {@code .svg}
 */
public record Settings(
        List<Peer> peers,
        List<Workload> workloads,
        int repetitions,
        int seconds,
        boolean memory,
        double churn,
        Optional<Path> out) {
    static final String USAGE = """
            --peers NAME,...      of %s
            --workloads NAME,...  of %s
            --repetitions N       5
            --seconds N           540, for everything
            --no-memory           without memory for idle and stalled connections
            --churn SECONDS       3, of new connections, to warm JVMs up
            --out FOLDER          where to write compare.txt, .json and .svg
            """.formatted(names(Peer.ALL, Peer::name), names(Workload.ALL, Workload::name));

    /** @throws IllegalArgumentException with what to tell the user */
    public static Settings parse(String... arguments) {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(arguments));
        Settings settings = new Settings(Peer.ALL, Workload.ALL, 5, 540, true, 3, Optional.empty());
        while (!left.isEmpty()) {
            settings = settings.with(left.remove(), left);
        }
        return settings;
    }

    private Settings with(String option, Deque<String> left) {
        return switch (option) {
            case "--no-memory" -> new Settings(peers, workloads, repetitions, seconds, false, churn, out);
            case "--peers" ->
                new Settings(
                        chosen(Peer.ALL, Peer::name, value(option, left)),
                        workloads,
                        repetitions,
                        seconds,
                        memory,
                        churn,
                        out);
            case "--workloads" ->
                new Settings(
                        peers,
                        chosen(Workload.ALL, Workload::name, value(option, left)),
                        repetitions,
                        seconds,
                        memory,
                        churn,
                        out);
            case "--repetitions" -> new Settings(peers, workloads, number(option, left), seconds, memory, churn, out);
            case "--seconds" -> new Settings(peers, workloads, repetitions, number(option, left), memory, churn, out);
            case "--churn" -> new Settings(peers, workloads, repetitions, seconds, memory, number(option, left), out);
            case "--out" ->
                new Settings(
                        peers,
                        workloads,
                        repetitions,
                        seconds,
                        memory,
                        churn,
                        Optional.of(Path.of(value(option, left))));
            case "--help" -> throw new IllegalArgumentException(USAGE);
            default -> throw new IllegalArgumentException("unknown option " + option + "\n" + USAGE);
        };
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value\n" + USAGE);
        }
        return left.remove();
    }

    private static int number(String option, Deque<String> left) {
        String value = value(option, left);
        if (!value.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException(option + " needs a number, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    private static <T> List<T> chosen(List<T> all, Function<T, String> name, String names) {
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
