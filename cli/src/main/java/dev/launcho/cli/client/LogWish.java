package dev.launcho.cli.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which logs a user wants to see, as a request asks for it.
 *
 * @param names processes and instances
 * @param tail negative = all
 * @param since {@link Instant#MIN} = all
 */
public record LogWish(List<String> names, boolean previous, boolean follow, int tail, Instant since, String grep) {
    public LogWish {
        names = List.copyOf(names);
    }

    /** @param from offsets to go on at, by the number of the instance; empty at the beginning */
    Request request(Map<Long, Long> from) {
        StringBuilder target = new StringBuilder("/v1/logs?follow=").append(follow);
        names.forEach(name -> target.append("&name=").append(AdminClient.segment(name)));
        target.append("&previous=").append(previous).append("&tail=").append(tail);
        if (!since.equals(Instant.MIN)) {
            target.append("&since=").append(AdminClient.segment(since.toString()));
        }
        if (!grep.isEmpty()) {
            target.append("&grep=").append(AdminClient.segment(grep));
        }
        if (!from.isEmpty()) {
            // In base 36, since a request line has at most 4 KiB.
            target.append("&from=")
                    .append(new TreeMap<>(from)
                            .entrySet().stream()
                                    .map(e -> Long.toString(e.getKey(), 36) + "." + Long.toString(e.getValue(), 36))
                                    .collect(Collectors.joining("~")));
        }
        return Request.of("GET", target.toString());
    }
}
