package dev.launcho.core.store;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.SetAside;
import dev.launcho.core.event.ServerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A sealed text in a file: written as a whole or not at all, and useless without the key. One thread. */
final class SealedFile {
    private final Path file;
    private final String purpose;
    private final SecretSeal seal;

    /** @param purpose of the text; it opens for no other one */
    SealedFile(Path file, String purpose, SecretSeal seal) {
        this.file = file;
        this.purpose = purpose;
        this.seal = seal;
    }

    void write(String text) throws IOException {
        AtomicFiles.write(file, seal.close(purpose, text));
    }

    /**
     * @throws NoSuchFileException if there is no file
     * @throws SecretSeal.Broken if the file is not sealed, or can't be opened
     */
    String read() throws IOException {
        return seal.open(purpose, Files.readString(file));
    }

    /** Returns the text. A file that is not sealed, of an earlier version or written by hand, is read as it is. */
    String readEvenIfPlain() throws IOException {
        return seal.openEvenIfPlain(purpose, Files.readString(file));
    }

    boolean isPlain() throws IOException {
        return Files.exists(file) && !SecretSeal.isSealed(Files.readString(file));
    }

    /** Removes the file, if it is there. */
    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Moves the file out of the way. @param consequence in words */
    void setAside(String consequence, Consumer<ServerEvent> warnings) throws IOException {
        setAside(file, consequence, warnings);
    }

    static void setAside(Path file, String consequence, Consumer<ServerEvent> warnings) throws IOException {
        Path aside = SetAside.move(file);
        warnings.accept(new ServerEvent.FileSetAside(
                file.getFileName().toString(), aside.getFileName().toString(), consequence));
    }
}
