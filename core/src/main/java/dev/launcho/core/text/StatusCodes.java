package dev.launcho.core.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A set of HTTP status codes, like {@code 200-299,401}: single codes and ranges, from {@value #LEAST} to {@value #MOST}. */
public record StatusCodes(List<Range> ranges) {
    public static final int LEAST = 200;
    public static final int MOST = 599;

    /** 2xx and 3xx. */
    public static final StatusCodes USUAL = new StatusCodes(List.of(new Range(LEAST, 399)));

    private static final int MOST_RANGES = 32;
    /** Most characters of a wrong code in a message. */
    private static final int SHOWN = 40;

    private static final Pattern ONE = Pattern.compile("([0-9]{1,9})(?:\\s*-\\s*([0-9]{1,9}))?");

    public StatusCodes {
        ranges = List.copyOf(ranges);
    }

    /** Both ends are included. */
    public record Range(int first, int last) {}

    /** @throws IllegalArgumentException with a message for the user */
    public static StatusCodes parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            ranges.add(range(part.strip()));
        }
        if (ranges.size() > MOST_RANGES) {
            throw new IllegalArgumentException("more than " + MOST_RANGES + " codes and ranges");
        }
        return new StatusCodes(ranges);
    }

    private static String shown(String part) {
        return part.length() <= SHOWN ? part : part.substring(0, SHOWN) + "…";
    }

    private static Range range(String part) {
        Matcher found = ONE.matcher(part);
        if (!found.matches()) {
            throw new IllegalArgumentException(
                    part.isEmpty() ? "a code is missing" : "\"" + shown(part) + "\" is neither a code nor a range");
        }
        int first = Integer.parseInt(found.group(1));
        int last = found.group(2) == null ? first : Integer.parseInt(found.group(2));
        if (first > last) {
            throw new IllegalArgumentException("the range " + part + " ends before it begins");
        }
        if (first < LEAST || last > MOST) {
            throw new IllegalArgumentException("the status of a final answer is from " + LEAST + " to " + MOST);
        }
        return new Range(first, last);
    }

    public boolean contains(int code) {
        return ranges.stream().anyMatch(r -> r.first <= code && code <= r.last);
    }

    /** Returns the codes as a target writes them. */
    @Override
    public String toString() {
        return ranges.stream()
                .map(r -> r.first == r.last ? "" + r.first : r.first + "-" + r.last)
                .collect(Collectors.joining(","));
    }
}
