package dev.launcho.core.store;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.SetAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A text in a file, on disk as a whole or not at all, and of no use to who has not the key. One thread. */
final class SealedFile {
    private final Path file;
    private final String purpose;
    private final Seal seal;

    /** @param purpose what the text is for; it opens for no other */
    SealedFile(Path file, String purpose, Seal seal) {
        this.file = file;
        this.purpose = purpose;
        this.seal = seal;
    }

    void write(String text) throws IOException {
        AtomicFiles.write(file, seal.close(purpose, text));
    }

    /**
     * @throws NoSuchFileException if there is none
     * @throws Seal.Broken if it is not sealed, or can't be opened
     */
    String read() throws IOException {
        return seal.open(purpose, Files.readString(file));
    }

    /** One that is not sealed, of an earlier version or written by hand, is read as it is. */
    String readEvenIfPlain() throws IOException {
        return seal.openEvenIfPlain(purpose, Files.readString(file));
    }

    boolean isPlain() throws IOException {
        return Files.exists(file) && !Seal.isSealed(Files.readString(file));
    }

    /** Absent = done. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    /** @param meaning as in {@link SetAside#move} */
    void setAside(String meaning, Consumer<String> warnings) throws IOException {
        SetAside.move(file, meaning, warnings);
    }
}
