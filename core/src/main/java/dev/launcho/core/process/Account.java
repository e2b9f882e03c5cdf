package dev.launcho.core.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The user and group that an instance runs as.
 *
 * @param uid number, or {@code -} for the server's own
 * @param gid number, or {@code -} likewise
 * @param groups option of setpriv(1) for the supplementary groups
 * @param user for USER and LOGNAME
 * @param home for HOME
 * @param shell for SHELL
 */
record Account(String uid, String gid, String groups, String user, String home, String shell) {
    static final String SAME = "-";

    /**
     * @param uid account name or number; empty = the server's own
     * @param gid <em>group</em> name or number; empty = the account's own
     * @throws IOException if there is no such account or group, or this server may not change to it
     */
    static Account of(String uid, String gid) throws IOException {
        String self = System.getProperty("user.name", "root");
        Optional<String[]> own = entry("passwd", self);
        if (uid.isEmpty() && gid.isEmpty()) {
            return new Account(SAME, SAME, "", self, field(own, 5, System.getProperty("user.home")), shell(own));
        }
        String who = uid.isEmpty() ? self : uid;
        Optional<String[]> account = entry("passwd", who);
        boolean number = who.matches("[0-9]+");
        if (account.isEmpty() && !number) {
            throw new IOException("uid: there is no account \"" + who + "\" on this machine");
        }
        String uidNumber = account.map(a -> a[2]).orElse(who);
        String gidNumber = gid.isEmpty() ? account.map(a -> a[3]).orElse(uidNumber) : group(gid);
        Object serverUid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!serverUid.equals(0) && !serverUid.toString().equals(uidNumber)) {
            throw new IOException("uid: this server does not run as root and can't become \"" + who
                    + "\"; leave uid out, or run the server as root");
        }
        String name = account.map(a -> a[0]).orElse(who);
        String groups =
                !serverUid.equals(0) ? "--keep-groups" : account.isPresent() ? "--init-groups" : "--clear-groups";
        return new Account(uidNumber, gidNumber, groups, name, field(account, 5, "/"), shell(account));
    }

    private static String group(String gid) throws IOException {
        Optional<String[]> found = entry("group", gid);
        if (found.isEmpty() && !gid.matches("[0-9]+")) {
            throw new IOException("gid: there is no group \"" + gid + "\" on this machine");
        }
        return found.map(g -> g[2]).orElse(gid);
    }

    private static String shell(Optional<String[]> account) {
        return field(account, 6, "/bin/sh");
    }

    private static String field(Optional<String[]> entry, int index, String otherwise) {
        return entry.filter(e -> e.length > index && !e[index].isEmpty())
                .map(e -> e[index])
                .orElse(otherwise);
    }

    /** getent(1) also knows accounts that are not in the file; the file serves where there is no getent. */
    private static Optional<String[]> entry(String database, String key) throws IOException {
        Optional<String[]> inFile =
                find(Files.readAllLines(Path.of("/etc", database), StandardCharsets.ISO_8859_1), key);
        return inFile.isPresent() ? inFile : find(getent(database, key), key);
    }

    private static Optional<String[]> find(List<String> lines, String key) {
        return lines.stream()
                .map(l -> l.split(":", -1))
                .filter(f -> f.length > 2 && (f[0].equals(key) || f[2].equals(key)))
                .findFirst();
    }

    private static List<String> getent(String database, String key) {
        try {
            Process process = new ProcessBuilder("getent", database, key)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return List.of();
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException absent) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
