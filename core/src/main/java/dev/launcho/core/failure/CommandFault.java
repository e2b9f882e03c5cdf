package dev.launcho.core.failure;

import java.util.function.UnaryOperator;

/**
 * The reason for which a command can't be executed, as its file shows. The advice for users is in {@code core.plan}.
 *
 * @param file that was inspected; the command's first word if there is no file
 * @param detail as the kind describes; may be empty
 */
public record CommandFault(Kind kind, String file, String detail) {
    /** Most characters of an interpreter's name in a sentence. */
    private static final int SHOWN = 60;

    /** The kinds of faults of a file; each description has the meaning of the detail in brackets. */
    public enum Kind {
        /** No folder of PATH has it (a file of that name in the working directory). */
        NOT_IN_PATH,
        /** There is no such file. */
        NO_FILE,
        /** A symbolic link to nothing (what it leads to). */
        BROKEN_LINK,
        /** A folder, or another thing that holds no program. */
        NO_PLAIN_FILE,
        /** The user may not enter a folder above it (that folder). */
        CLOSED_FOLDER,
        /** The user may not execute it (its permissions). */
        NOT_EXECUTABLE,
        /** The file is on a file system that executes nothing (where that is mounted). */
        NOEXEC_MOUNT,
        EMPTY,
        /** The first line ends with CR LF (what CR becomes a part of: the interpreter, or its argument). */
        CR_LF,
        /** A shell reads the file, and its lines end with CR LF (that shell). */
        CR_LF_LINES,
        /** The kernel reads less of the first line than its interpreter takes (that interpreter). */
        LONG_FIRST_LINE,
        /** An interpreter can't read the file that is its argument (its permissions). */
        NOT_READABLE,
        /** The first line names an interpreter that is not there (that interpreter). */
        NO_INTERPRETER,
        /** The first line lets env(1) look for a program that PATH does not have (that program). */
        NO_PROGRAM_OF_ENV,
        /** A byte order mark stands before the first line, which names an interpreter. */
        BYTE_ORDER_MARK,
        /** Source text without a first line that names an interpreter (the program that reads it). */
        NO_FIRST_LINE,
        /** A Linux program for another processor (that processor). */
        OTHER_PROCESSOR,
        /** The program needs a loader that is not there (that loader). */
        NO_LOADER,
        WINDOWS_PROGRAM,
        MAC_PROGRAM,
        /** A jar or a class file. */
        JAVA_ARCHIVE,
        /** A packed file (how it is unpacked). */
        ARCHIVE,
        /** A program that takes privileges from its file, which is not allowed. */
        NO_PRIVILEGES,
        /** The file lacks its end. */
        CUT_SHORT,
        /** A process has the file open for writing, which keeps the kernel from executing it (the process). */
        BEING_WRITTEN,
        /** Bytes that are no program: an object file, a library, data. */
        NO_PROGRAM
    }

    CommandFault saying(UnaryOperator<String> words) {
        return new CommandFault(kind, words.apply(file), words.apply(detail));
    }

    /** Returns the fault in words for a user, without a full stop and without advice. */
    public String words() {
        return switch (kind) {
            case NOT_IN_PATH -> "there is no program " + file + " in PATH";
            case NO_FILE -> "there is no file " + file;
            case BROKEN_LINK -> file + " is a symbolic link to " + detail + ", which does not exist";
            case NO_PLAIN_FILE -> file + (detail.isEmpty() ? " is not a regular file" : " is a " + detail);
            case CLOSED_FOLDER -> "its user can't enter " + detail + ", which would hold " + file;
            case NOT_EXECUTABLE -> "its user can't execute " + file + (detail.isEmpty() ? "" : " (" + detail + ")");
            case NOEXEC_MOUNT -> file + " is on " + detail + ", which is mounted noexec";
            case EMPTY -> file + " is empty";
            case CR_LF -> "the first line of " + file + " ends with CR LF, as on Windows: " + carriageReturn();
            case CR_LF_LINES ->
                "the lines of " + file + " end with CR LF, as on Windows: " + detail + " takes CR for a part of words";
            case LONG_FIRST_LINE ->
                "the first line of " + file + " is longer than the kernel reads: it does not find the end of "
                        + (detail.length() > SHOWN ? detail.substring(0, SHOWN) + "..." : detail);
            case NOT_READABLE -> "its user can't read " + file + (detail.isEmpty() ? "" : " (" + detail + ")");
            case NO_INTERPRETER -> "the first line of " + file + " names " + detail + ", which can't be executed";
            case NO_PROGRAM_OF_ENV ->
                "the first line of " + file + " asks env for " + detail + ", which is not in PATH";
            case BYTE_ORDER_MARK ->
                file + " begins with a byte order mark, so that the kernel does not see its #! line";
            case NO_FIRST_LINE -> file + " has no #! line, so sh runs it instead of " + detail;
            case OTHER_PROCESSOR -> file + " is a program for another processor: " + detail;
            case NO_LOADER -> file + " needs the loader " + detail + ", which does not exist";
            case WINDOWS_PROGRAM -> file + " is a program for Windows";
            case MAC_PROGRAM -> file + " is a program for macOS";
            case JAVA_ARCHIVE -> file + " is a Java program, which only java can run";
            case ARCHIVE -> file + " is an archive";
            case CUT_SHORT -> file + " is cut short";
            case BEING_WRITTEN -> file + " is open for writing in " + detail;
            case NO_PRIVILEGES -> file + " does not get the privileges that its file grants";
            case NO_PROGRAM -> file + " is not a program: it is an object file, a library or data";
        };
    }

    private String carriageReturn() {
        if (detail.isEmpty()) {
            return "its CR is a word of its own";
        }
        return detail.startsWith("-")
                ? "its interpreter takes " + detail + "\\r for an option"
                : "there is no " + detail + "\\r";
    }
}
