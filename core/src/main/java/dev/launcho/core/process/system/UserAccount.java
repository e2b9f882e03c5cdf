package dev.launcho.core.process.system;

import dev.launcho.core.disk.EffectiveUser;
import dev.launcho.core.model.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The user and groups that an instance runs as.
 *
 * @param uid number, or {@code -} for the server's own
 * @param gid number, or {@code -} likewise
 * @param groups option of setpriv(1) for the supplementary groups
 * @param user value of USER and LOGNAME
 * @param home value of HOME
 * @param shell value of SHELL
 */
public record UserAccount(String uid, String gid, String groups, String user, String home, String shell) {
    public static final String SAME = "-";

    private static final int GID = 3;
    private static final int HOME = 5;
    private static final int SHELL = 6;

    public static UserAccount of(String uid, String gid) throws IOException {
        return of(uid, gid, List.of());
    }

    /**
     * Returns the account of a process. Blocks for up to 10 seconds, where a directory of users does not answer.
     *
     * @throws IOException if there is no such account or group, or this server may not change to it
     * @throws dev.launcho.core.failure.ServerShortage if the account is not in the files of /etc, and nothing else answered
     */
    public static UserAccount of(ProcessSpec spec, SystemTools tools) throws IOException {
        AccountDatabase accounts = new AccountDatabase(Path.of("/etc"), tools.getent());
        return of(spec.uid(), spec.gid(), spec.groups(), accounts);
    }

    /** Returns the server's own user; root's where that is unknown. */
    public static long own() {
        try {
            return EffectiveUser.uid();
        } catch (IOException untold) {
            return TreeIdentity.ROOT;
        }
    }

    /** Returns whether the {@code uid} of a target is empty, or plainly the server's own; looks nothing up. */
    public static boolean isOwn(String uid) {
        return uid.isEmpty() || uid.equals(Long.toString(own())) || uid.equals("root") && own() == TreeIdentity.ROOT;
    }

    /** Returns the user's number, also if it is the server's own user. */
    public long number() {
        return isOther() ? Long.parseLong(uid) : own();
    }

    /**
     * @param uid account name or number; empty = the server's own
     * @param gid <em>group</em> name or number, which replaces all groups of the account; empty = the account's own
     * @param groups names or numbers of further groups
     * @throws IOException if there is no such account or group, or this server may not change to it
     */
    public static UserAccount of(String uid, String gid, List<String> groups) throws IOException {
        return of(uid, gid, groups, new AccountDatabase());
    }

    public static UserAccount of(String uid, String gid, List<String> groups, AccountDatabase accounts)
            throws IOException {
        return of(uid, gid, groups, accounts, EffectiveUser.ids());
    }

    /** @param server the ids of the server */
    public static UserAccount of(
            String uid, String gid, List<String> groups, AccountDatabase accounts, EffectiveUser.Ids server)
            throws IOException {
        String self = Long.toString(server.uid());
        String who = uid.isEmpty() ? self : AccountDatabase.isNumber(uid) ? AccountDatabase.number(uid) : uid;
        Optional<AccountDatabase.Entry> account = accounts.user(who);
        String home = account.map(a -> a.field(HOME, "/")).orElse("/");
        String shell = account.map(a -> a.field(SHELL, "/bin/sh")).orElse("/bin/sh");
        if (uid.isEmpty() && gid.isEmpty() && groups.isEmpty()) {
            String name = System.getProperty("user.name", "root");
            return new UserAccount(
                    SAME, SAME, "", name, account.isPresent() ? home : System.getProperty("user.home"), shell);
        }
        if (account.isEmpty() && !AccountDatabase.isNumber(who)) {
            throw new IOException("uid: there is no account \"" + who + "\" on this machine");
        }
        String uidNumber = account.map(AccountDatabase.Entry::id).orElse(who);
        boolean root = server.root();
        if (!root && !self.equals(uidNumber)) {
            throw new IOException("uid: this server does not run as root and can't become \"" + who
                    + "\"; leave uid out, or run the server as root");
        }
        String ownGid =
                root ? account.map(a -> a.field(GID, uidNumber)).orElse(uidNumber) : Long.toString(server.gid());
        String gidNumber = gid.isEmpty() ? ownGid : group("gid", gid, accounts);
        if (!root && !gidNumber.equals(ownGid)) {
            throw new IOException("gid: this server does not run as root and can't change its group to \"" + gid
                    + "\"; leave gid out, or run the server as root");
        }
        Set<Long> more = new TreeSet<>();
        for (String group : groups) {
            more.add(Long.parseLong(group("groups", group, accounts)));
        }
        if (!root && !server.groups().containsAll(more)) {
            throw new IOException("groups: this server does not run as root and can't join " + String.join(", ", groups)
                    + "; leave groups out, or run the server as root");
        }
        if (gid.isEmpty() && account.isPresent()) {
            more.addAll(accounts.groupsOf(account.get().name()));
            more.add(Long.parseLong(ownGid));
        }
        return new UserAccount(
                uidNumber,
                gidNumber,
                root ? option(more) : "--keep-groups",
                account.map(AccountDatabase.Entry::name).orElse(who),
                home,
                shell);
    }

    private static String group(String key, String group, AccountDatabase accounts) throws IOException {
        Optional<AccountDatabase.Entry> found = accounts.group(group);
        if (found.isPresent()) {
            return found.get().id();
        }
        if (!AccountDatabase.isNumber(group)) {
            throw new IOException(key + ": there is no group \"" + group + "\" on this machine");
        }
        return AccountDatabase.number(group);
    }

    private static String option(Set<Long> groups) {
        return groups.isEmpty()
                ? "--clear-groups"
                : groups.stream().map(id -> "+" + id).collect(Collectors.joining(",", "--groups=", ""));
    }

    public boolean isOther() {
        return !uid.equals(SAME);
    }

    /** Returns the user for setpriv(1). Without the "+" setpriv would take a number for the name of an account, if one has that name. */
    public String reuid() {
        return isOther() ? "+" + uid : uid;
    }

    /** Returns the group likewise. */
    public String regid() {
        return isOther() ? "+" + gid : gid;
    }

    /**
     * Returns whether this user, or another user that is not root, could put something else in the place of a step. In a
     * sticky folder the owner of a step can: rename(2).
     *
     * @param step a path without links, and not the root
     */
    public boolean mayReplace(Path step) throws IOException {
        Path folder = step.getParent();
        if (number() == TreeIdentity.ROOT || folder == null) {
            return false;
        }
        int mode = (int) Files.getAttribute(folder, "unix:mode");
        boolean sticky = (mode & 01000) != 0;
        return isOthers(folder) || (mode & 022) != 0 && (!sticky || isOthers(step));
    }

    private static boolean isOthers(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS) != TreeIdentity.ROOT;
    }

    /** Makes this account the owner of a file in a folder that nobody else can change. */
    public void own(Path file) throws IOException {
        if (isOther()) {
            Files.setAttribute(file, "unix:uid", (int) Long.parseLong(uid), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(file, "unix:gid", (int) Long.parseLong(gid), LinkOption.NOFOLLOW_LINKS);
        }
    }
}
