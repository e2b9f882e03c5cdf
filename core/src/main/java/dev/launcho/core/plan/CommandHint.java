package dev.launcho.core.plan;

import dev.launcho.core.failure.CommandFault;
import java.util.Optional;

/** Advice on a command that can't be executed. Pure. */
final class CommandHint {
    private static final String AGAIN = ", upload it again, and give the new resource id";

    private CommandHint() {}

    /** Returns one line: the fault and its remedy. */
    static String of(CommandFault fault, String id) {
        return fault.words() + ": " + advice(fault, id);
    }

    private static String advice(CommandFault fault, String id) {
        String file = fault.file();
        String detail = fault.detail();
        return switch (fault.kind()) {
            case NOT_IN_PATH ->
                detail.isEmpty()
                        ? "install it, or name its full path; command runs without a shell, with the server's PATH: for"
                                + " shell syntax write command: [sh, -c, \"...\"]"
                        : "it is in the working directory: write command: [" + detail + "]";
            case NO_FILE ->
                "relative paths start in the working directory, where resources and before put files; that of"
                        + " the last failed instance is kept in work/" + id + " of the server's home";
            case BROKEN_LINK -> "put the file there, or name the file itself";
            case NO_PLAIN_FILE ->
                detail.isEmpty()
                        ? "name the program itself"
                        : "name the program in it, or, for a module, the program that runs it";
            case CLOSED_FOLDER -> "chmod +x " + detail + ", or set uid to a user with access";
            case NOT_EXECUTABLE -> "write before: chmod +x " + file;
            case NOEXEC_MOUNT -> "mount -o remount,exec " + detail + ", or set server.work_dir to a folder elsewhere";
            case EMPTY -> "create it again" + AGAIN;
            case CR_LF, CR_LF_LINES ->
                "write before: sed -i 's/\\r$//' " + file + "; or convert it with dos2unix" + AGAIN;
            case LONG_FIRST_LINE ->
                "give its interpreter a shorter path, or write command: [INTERPRETER, " + file + "]";
            case NOT_READABLE -> "write before: chmod +r " + file;
            case CUT_SHORT -> "compare its size with the original's" + AGAIN;
            case BEING_WRITTEN ->
                "let what writes it end first: write to another name, and mv it to " + file + " when it is whole";
            case NO_INTERPRETER ->
                "install " + detail + ", or correct the line: command -v " + name(detail) + " shows where it is";
            case NO_PROGRAM_OF_ENV -> "install " + detail + ", or set PATH in env";
            case BYTE_ORDER_MARK ->
                "write before: sed -i \"1s/^$(printf '\\357\\273\\277')//\" " + file
                        + "; or save it as UTF-8 without the mark" + AGAIN;
            case NO_FIRST_LINE -> "write command: [" + detail + ", " + file + "]";
            case OTHER_PROCESSOR -> "build or download it for this machine's processor (uname -m)";
            case NO_LOADER -> loader(detail);
            case WINDOWS_PROGRAM -> "build or download it for Linux";
            case MAC_PROGRAM -> "build or download it for Linux";
            case JAVA_ARCHIVE ->
                file.endsWith(".class")
                        ? "write command: [java, -cp, FOLDER, CLASS]"
                        : "write command: [java, -jar, " + file + "]";
            case ARCHIVE -> "unpack it in before: " + detail + " " + file + "; and name the program inside";
            case NO_PRIVILEGES -> "write allow_new_privileges: true if the process needs them";
            case NO_PROGRAM -> "name the program itself";
        };
    }

    private static String loader(String loader) {
        if (loader.contains("musl")) {
            return "it was built for musl, as in Alpine Linux: use one that was built for glibc, or a static one, or"
                    + " install musl";
        }
        return loader.contains("ld-linux.so.2")
                ? "it was built for 32 bit: use one for this machine, or install the 32-bit libc (Debian: libc6:i386)"
                : "it was built for glibc: use one that was built for this system, or a static one, or install gcompat"
                        + " (Alpine)";
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns a hint on exit status 126 or 127 of a command whose own file is in order; empty for other statuses. */
    static Optional<String> ofItsOwn(int status, String id) {
        return switch (status) {
            case 126 ->
                Optional.of("nothing is wrong with the command's own file now: it can't execute another program that it"
                        + " calls, or was being written when it was started, see launcho logs " + id);
            case 127 ->
                Optional.of("the command itself was found: it does not find a program or a library that it needs, see"
                        + " launcho logs " + id);
            default -> Optional.empty();
        };
    }
}
