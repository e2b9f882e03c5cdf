package dev.launcho.core.disk;

import java.nio.file.Path;

/**
 * The reason why somebody other than root and this process's user may change the contents of a folder.
 *
 * @param folder its path without links; for {@link Kind#LINK} the link itself
 * @param owner name or number of the owner
 * @param mode permissions as ls(1) writes them, without the kind of file
 */
public record FolderDistrust(Path folder, Kind kind, String owner, String mode) {
    /** The kind of reason. */
    public enum Kind {
        /** The folder belongs to another user. */
        OWNER,
        /** Others may write to the folder. */
        WRITABLE,
        /** Others may write to the folder, but can't remove what is not theirs: it has the sticky bit, as {@code /tmp} has. */
        SHARED,
        /** The path is a link of another user. */
        LINK
    }

    /** Returns a clause for a message, subject first. */
    public String words() {
        return switch (kind) {
            case OWNER -> folder + " belongs to " + owner;
            case WRITABLE, SHARED -> folder + " can be written by other users (" + mode + ")";
            case LINK -> folder + " is a link of " + owner;
        };
    }

    /** Returns what the user can do about it, for a message. */
    public String advice() {
        return switch (kind) {
            case OWNER, LINK -> "name a folder that only root and the server's user can change";
            case WRITABLE -> "chmod go-w " + folder + ", or name another folder";
            case SHARED -> "name a folder in it that is not there yet, like " + folder + "/launcho";
        };
    }
}
