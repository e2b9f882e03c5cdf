package dev.launcho.core.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The group of a single user, with the user's own name, as most systems make one for each user: passwd(5), group(5). */
final class PrivateGroup {
    private static final int NAME = 0;
    private static final int GROUP_ID = 2;
    private static final int MEMBERS = 3;
    private static final int PRIMARY_GROUP = 3;

    private PrivateGroup() {}

    /** Returns whether a group has the name of a user and, as far as the files in {@code /etc} show it, no other member. */
    static boolean isOf(String user, String group) throws IOException {
        return isOf(user, group, Path.of("/etc"));
    }

    static boolean isOf(String user, String group, Path etc) throws IOException {
        if (!user.equals(group)) {
            return false;
        }
        List<String[]> passwd = entries(etc.resolve("passwd"));
        return entries(etc.resolve("group")).stream()
                .filter(entry -> entry[NAME].equals(group))
                .allMatch(entry -> Set.of(user, "").containsAll(Arrays.asList(members(entry)))
                        && passwd.stream()
                                .filter(account -> account.length > PRIMARY_GROUP
                                        && account[PRIMARY_GROUP].equals(entry[GROUP_ID]))
                                .allMatch(account -> account[NAME].equals(user)));
    }

    private static String[] members(String[] entry) {
        return entry.length > MEMBERS ? entry[MEMBERS].split(",") : new String[0];
    }

    private static List<String[]> entries(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > GROUP_ID)
                .toList();
    }
}
