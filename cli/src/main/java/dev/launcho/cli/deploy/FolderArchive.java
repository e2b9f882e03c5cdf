package dev.launcho.cli.deploy;

import dev.launcho.cli.client.ExitCode;
import dev.launcho.cli.client.Failure;
import dev.launcho.cli.deploy.ArchiveInput.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder as a tar. The same names, contents, links and executable bits give the same bytes, on every machine. It is not
 * compressed, since compressors differ. The bytes are made while they are read, so that they need neither memory nor
 * disk. Immutable; the files are not.
 */
public final class FolderArchive {
    /** Two empty blocks. */
    private static final int END = 2 * TarHeader.BLOCK;

    private final Path folder;
    private final FolderListing.Listed listed;
    private final String prefix;

    private FolderArchive(Path folder, FolderListing.Listed listed, String prefix) {
        this.folder = folder;
        this.listed = listed;
        this.prefix = prefix;
    }

    /**
     * Returns the archive of the files that belong to a folder; which, {@link FolderListing} says.
     *
     * @param folder without links in its path
     * @param own files and folders that never belong to it, like the settings; absolute, without links in their paths
     * @param prefix a folder that all names begin with in the archive; may be empty
     * @throws Failure if something in the folder can't be read or packed, or if there is nothing to pack
     */
    public static FolderArchive of(Path folder, Set<Path> own, String prefix) throws Failure {
        FolderListing.Listed listed = FolderListing.of(folder, own);
        if (listed.entries().isEmpty()) {
            throw new Failure(
                    ExitCode.INVALID,
                    RawName.shown(RawName.of(folder)) + " has no file to pack, nothing sent",
                    "if .gitignore names what is to be deployed, write !NAME into .launchoignore");
        }
        return new FolderArchive(folder, listed, prefix.isEmpty() ? "" : RawName.ofText(prefix) + "/");
    }

    /** One file of the archive. @param name for a person; @param bytes without header and padding */
    public record PackedFile(String name, long bytes) {}

    /** Returns what a user should know about the files, one line each. */
    public List<String> notices() {
        return listed.notices();
    }

    /** Returns the files in the order of the archive. */
    public List<PackedFile> files() {
        return listed.entries().stream()
                .map(entry -> new PackedFile(
                        RawName.shown(entry.name()) + (entry.isLink() ? " -> " + RawName.shown(entry.link()) : ""),
                        entry.size()))
                .toList();
    }

    /** Returns the length of the archive in bytes. */
    public long size() {
        return listed.entries().stream()
                        .mapToLong(entry -> header(entry).length + entry.size() + TarHeader.padding(entry.size()))
                        .sum()
                + END;
    }

    /**
     * Returns the bytes of the archive. Reading fails with an {@link IOException} if a file can't be read, or has
     * another size than it had. The caller closes it.
     */
    public InputStream open() {
        Part end = () -> new ByteArrayInputStream(new byte[END]);
        return new ArchiveInput(Stream.concat(listed.entries().stream().flatMap(this::parts), Stream.of(end))
                .iterator());
    }

    private Stream<Part> parts(PackedEntry entry) {
        Part header = () -> new ByteArrayInputStream(header(entry));
        Part content = () -> new FileContent(folder, entry);
        Part padding = () -> new ByteArrayInputStream(new byte[TarHeader.padding(entry.size())]);
        return entry.isLink() ? Stream.of(header) : Stream.of(header, content, padding);
    }

    private byte[] header(PackedEntry entry) {
        return TarHeader.of(prefix + entry.name(), entry);
    }
}
