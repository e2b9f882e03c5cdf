package dev.launcho.core.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The bound of the capabilities that a process may have, see capabilities(7).
 *
 * @param bounded false = all that its user has
 * @param names those it may have, if {@code bounded}: without CAP_, in small letters, sorted, each once
 */
public record CapabilitySet(boolean bounded, List<String> names) {
    /** All capabilities that the user has. */
    public static final CapabilitySet UNBOUNDED = new CapabilitySet(false, List.of());

    /** All names, in the kernel's order: the index is the number of the bit. */
    public static final List<String> KNOWN = List.of(
            "chown",
            "dac_override",
            "dac_read_search",
            "fowner",
            "fsetid",
            "kill",
            "setgid",
            "setuid",
            "setpcap",
            "linux_immutable",
            "net_bind_service",
            "net_broadcast",
            "net_admin",
            "net_raw",
            "ipc_lock",
            "ipc_owner",
            "sys_module",
            "sys_rawio",
            "sys_chroot",
            "sys_ptrace",
            "sys_pacct",
            "sys_admin",
            "sys_boot",
            "sys_nice",
            "sys_resource",
            "sys_time",
            "sys_tty_config",
            "mknod",
            "lease",
            "audit_write",
            "audit_control",
            "setfcap",
            "mac_override",
            "mac_admin",
            "syslog",
            "wake_alarm",
            "block_suspend",
            "audit_read",
            "perfmon",
            "bpf",
            "checkpoint_restore");

    private static final String PREFIX = "cap_";

    public CapabilitySet {
        names = names.stream().distinct().sorted().toList();
    }

    /** Returns a set that allows these capabilities and no others; an empty list allows none. */
    public static CapabilitySet only(List<String> names) {
        return new CapabilitySet(true, names);
    }

    /** Returns the known name for a text in any case, with CAP_ or without; empty if there is none. */
    public static Optional<String> named(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        String name = small.startsWith(PREFIX) ? small.substring(PREFIX.length()) : small;
        return KNOWN.contains(name) ? Optional.of(name) : Optional.empty();
    }
}
