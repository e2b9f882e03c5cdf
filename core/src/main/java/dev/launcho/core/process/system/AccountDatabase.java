package dev.launcho.core.process.system;

import dev.launcho.core.disk.SystemPrograms;
import dev.launcho.core.failure.FailureKind;
import dev.launcho.core.failure.ServerShortage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/**
 * The users and groups of this machine: the files in {@code /etc}, and what getent(1) knows besides. A key of digits is
 * always a number, never the name of an account. Blocks; any thread.
 */
final class AccountDatabase {
    private static final long GETENT_SECONDS = 5;
    private static final int NAME = 0;
    private static final int ID = 2;
    private static final int MEMBERS = 3;

    private final Path folder;
    private final Path getent;

    AccountDatabase() {
        this(Path.of("/etc"));
    }

    /** @param folder with the files {@code passwd} and {@code group}; getent(1) is asked for what they lack */
    AccountDatabase(Path folder) {
        this(folder, Path.of(SystemPrograms.path("getent")));
    }

    AccountDatabase(Path folder, Path getent) {
        this.folder = folder;
        this.getent = getent;
    }

    /** A line of passwd(5) or group(5). */
    record Entry(List<String> fields) {
        Entry {
            fields = List.copyOf(fields);
        }

        String name() {
            return fields.get(NAME);
        }

        String id() {
            return fields.get(ID);
        }

        String field(int index, String otherwise) {
            return index < fields.size() && !fields.get(index).isEmpty() ? fields.get(index) : otherwise;
        }
    }

    static boolean isNumber(String key) {
        return key.matches("[0-9]+");
    }

    /** Returns a number without leading zeros. */
    static String number(String digits) {
        return Long.toString(Long.parseLong(digits));
    }

    Optional<Entry> user(String key) throws IOException {
        return find("passwd", key);
    }

    Optional<Entry> group(String key) throws IOException {
        return find("group", key);
    }

    /**
     * Returns the numbers of the groups that list an account as a member; the caller adds the account's own group. Groups that
     * only a directory knows are left out while it does not answer: programs at login do the same.
     */
    Set<Long> groupsOf(String account) throws IOException {
        Set<Long> all = new TreeSet<>();
        for (Entry entry : entries("group")) {
            if (List.of(entry.field(MEMBERS, "").split(",")).contains(account)) {
                all.add(Long.parseLong(entry.id()));
            }
        }
        // "NAME 1 2 3"; a getent that does not know this prints something else or nothing.
        for (String line : getent("initgroups", account).orElse(List.of())) {
            String[] words = line.strip().split("\\s+");
            if (words[0].equals(account)) {
                Arrays.stream(words)
                        .skip(1)
                        .filter(AccountDatabase::isNumber)
                        .map(Long::valueOf)
                        .forEach(all::add);
            }
        }
        return all;
    }

    /** @throws ServerShortage if a name is not in the file, and getent does not answer: then it may well exist */
    private Optional<Entry> find(String database, String key) throws IOException {
        Optional<Entry> inFile = find(entries(database), key);
        if (inFile.isPresent()) {
            return inFile;
        }
        Optional<List<String>> more = getent(database, key);
        if (more.isEmpty() && !isNumber(key)) {
            throw new ServerShortage(FailureKind.NO_ACCOUNT_ANSWER);
        }
        return find(parse(more.orElse(List.of())), key);
    }

    private static Optional<Entry> find(List<Entry> entries, String key) {
        return entries.stream()
                .filter(e ->
                        isNumber(key) ? e.id().equals(number(key)) : e.name().equals(key))
                .findFirst();
    }

    private List<Entry> entries(String database) throws IOException {
        try {
            return parse(Files.readAllLines(folder.resolve(database), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    /** Parses lines; leaves out lines that name no account, such as those of NIS, which begin with + or -. */
    private static List<Entry> parse(List<String> lines) {
        return lines.stream()
                .map(line -> List.of(line.split(":", -1)))
                .filter(fields -> fields.size() > ID && fields.get(ID).matches("[0-9]{1,10}"))
                .map(Entry::new)
                .toList();
    }

    /** Runs getent(1), which prints nothing where there is none; empty if it does not answer in time. */
    private Optional<List<String>> getent(String database, String key) {
        try {
            return Optional.of(ProgramOutput.inTime(List.of(getent.toString(), database, key), GETENT_SECONDS)
                    .map(output -> output.lines().toList())
                    .orElse(List.of()));
        } catch (TimeoutException silent) {
            return Optional.empty();
        }
    }
}
