package dev.launcho.cli.deploy;

import java.util.ArrayList;
import java.util.List;

/** What a user should know about the files of a folder, one line each; at most 20. One thread. */
final class ListingNotices {
    private static final int MOST = 20;

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        if (lines.size() < MOST && !lines.contains(line)) {
            lines.add(line);
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
