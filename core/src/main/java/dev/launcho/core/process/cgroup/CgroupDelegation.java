package dev.launcho.core.process.cgroup;

import dev.launcho.core.process.kernel.CgroupFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds where groups with controllers can be made in the unified hierarchy.
 *
 * <p>A group that hands controllers on to its children may not have processes of its own. Only systemd may change the
 * groups that it manages, unless it has marked a group as delegated. So:
 *
 * <ul>
 *   <li>under systemd: with {@code Delegate=yes} and {@code DelegateSubgroup=} in the unit, the server is in a subgroup
 *       already and the parent of that is the place. The server never moves itself there: systemd could not start the
 *       unit again while instances live on.
 *   <li>elsewhere, for example in a container: the server moves into a group of its own if it is alone in its present one.
 *   <li>the root group is exempt from the rule.
 * </ul>
 *
 * Otherwise groups are made without controllers: they still show which processes belong to an instance, and can be
 * killed.
 */
final class CgroupDelegation {
    static final String LEAF = "launcho-server";

    private CgroupDelegation() {}

    /**
     * @param dir the folder below which groups are made
     * @param controllers the controllers that those groups have
     */
    record Place(Path dir, Set<String> controllers) {}

    /**
     * @param own the group that {@code self} is in
     * @param systemd whether systemd manages this machine's groups
     */
    static Place place(Path own, long self, Set<String> wanted, boolean systemd) {
        Path parent = own.getParent();
        boolean inLeaf = systemd
                ? isDelegated(parent)
                : own.getFileName().toString().equals(LEAF) && Files.isWritable(parent.resolve("cgroup.procs"));
        Path base = inLeaf ? parent : own;
        Set<String> missing = new TreeSet<>(wanted);
        missing.retainAll(CgroupFiles.words(base.resolve("cgroup.controllers")));
        missing.removeAll(CgroupFiles.words(base.resolve("cgroup.subtree_control")));
        if (!missing.isEmpty()) {
            boolean root = !Files.exists(base.resolve("cgroup.type"));
            if (inLeaf || root && !systemd) {
                enable(base, missing);
            } else if (!systemd && CgroupFiles.pids(own).equals(List.of(self))) {
                moveAndEnable(own, self, missing);
            }
        }
        Set<String> enabled = new TreeSet<>(wanted);
        enabled.retainAll(CgroupFiles.words(base.resolve("cgroup.subtree_control")));
        return new Place(base, enabled);
    }

    private static void enable(Path base, Set<String> controllers) {
        // One by one: the kernel accepts a line as a whole or not at all.
        controllers.forEach(c -> CgroupFiles.tryWrite(base.resolve("cgroup.subtree_control"), "+" + c));
    }

    private static void moveAndEnable(Path own, long self, Set<String> controllers) {
        Path leaf = own.resolve(LEAF);
        try {
            if (!Files.isDirectory(leaf)) {
                Files.createDirectory(leaf);
            }
            CgroupFiles.write(leaf.resolve("cgroup.procs"), Long.toString(self));
        } catch (IOException notOurs) {
            return;
        }
        enable(own, controllers);
        if (CgroupFiles.words(own.resolve("cgroup.subtree_control")).isEmpty()
                && CgroupFiles.tryWrite(own.resolve("cgroup.procs"), Long.toString(self))) {
            CgroupFactory.removeFolder(leaf);
        }
    }

    /** Returns whether systemd has delegated a group: it marks such a group with {@code user.delegate=1}. */
    private static boolean isDelegated(Path group) {
        try {
            UserDefinedFileAttributeView marks = Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
            ByteBuffer value = ByteBuffer.allocate(16);
            return marks != null && marks.read("delegate", value) == 1 && value.get(0) == '1';
        } catch (IOException | RuntimeException unmarked) {
            return false;
        }
    }
}
