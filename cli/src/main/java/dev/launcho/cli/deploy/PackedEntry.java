package dev.launcho.cli.deploy;

import java.nio.file.Path;

/**
 * A file or symbolic link of a folder that is to be packed. Immutable.
 *
 * @param name a {@link RawName}, from the folder on, with {@code /} between its parts
 * @param file from the folder on
 * @param key identifies the file while it exists: its device and inode
 * @param size in bytes; 0 for a link
 * @param executable whether its owner may run it
 * @param link where a symbolic link points, a {@link RawName}; empty for a file
 */
record PackedEntry(String name, Path file, Object key, long size, boolean executable, String link) {
    boolean isLink() {
        return !link.isEmpty();
    }
}
