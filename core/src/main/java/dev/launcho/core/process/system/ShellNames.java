package dev.launcho.core.process.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The variables that a shell hands on to a program exactly as it was given them. The shell can write their names, and they
 * have no meaning for it.
 */
enum ShellNames {
    /** dash, which keeps OPTIND as a number and refuses other texts; some versions of busybox do the same. */
    SMALL,
    /** bash, ksh and others, which compute, protect or leave out many variables. */
    LARGE;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FAMILY = Pattern.compile("(BASH(?!_ENV$)|COMP_|EPOCH|KSH).*");
    private static final Set<String> OF_SMALL = Set.of("OPTIND", "IFS", "PPID", "LINENO");
    private static final Set<String> OF_LARGE = Set.of(
            "_",
            "UID",
            "EUID",
            "GID",
            "EGID",
            "SHLVL",
            "RANDOM",
            "SRANDOM",
            "SECONDS",
            "SHELLOPTS",
            "DIRSTACK",
            "FUNCNAME",
            "GROUPS",
            "HISTCMD",
            "PIPESTATUS",
            "PGRP",
            "USER_ID",
            "ERRNO",
            "EXECIGNORE",
            "GLOBIGNORE",
            "FUNCNEST",
            "TMOUT");

    /** @param shell path of the program; links are followed */
    static ShellNames of(Path shell) throws IOException {
        String program = shell.toRealPath().getFileName().toString();
        return program.equals("dash") || program.startsWith("busybox") ? SMALL : LARGE;
    }

    boolean handsOn(String variable) {
        return NAME.matcher(variable).matches()
                && !OF_SMALL.contains(variable)
                && (this == SMALL
                        || !OF_LARGE.contains(variable)
                                && !FAMILY.matcher(variable).matches());
    }
}
