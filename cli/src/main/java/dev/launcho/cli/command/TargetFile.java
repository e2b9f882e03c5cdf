package dev.launcho.cli.command;

import dev.launcho.cli.line.TargetCheck;
import java.util.List;

/** The file of a target, as it was read. @param name for messages */
record TargetFile(String name, byte[] text) {
    /** Returns lines for the user; none if the target is valid. */
    List<String> problems() {
        return TargetCheck.problems(name, text);
    }
}
