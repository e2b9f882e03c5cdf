package dev.launcho.core.store;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.event.ServerEvent;
import dev.launcho.core.event.ServerEvent.StorageFailed.Attempt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code state.json}, and the two that replace it if it is damaged. {@code state.json.before} is the state before
 * the last change; {@code identity.json} is written once. By home id and key a server recognises what it has started: with
 * others it would replace everything that runs. One thread.
 */
final class StateFile {
    private static final Pattern NUMBER = Pattern.compile("[a-z]+-[a-z]+-([0-9]{1,15})\\.[a-z.]+");

    private final HomeDirectory home;
    private final Path file;
    private final Path before;
    private final Path identity;
    private final StateText text;
    private final Consumer<ServerEvent> warnings;

    StateFile(HomeDirectory home, SecretSeal seal, Consumer<ServerEvent> warnings) {
        this.home = home;
        this.file = home.dir().resolve("state.json");
        this.before = home.dir().resolve("state.json.before");
        this.identity = home.dir().resolve("identity.json");
        this.text = new StateText(seal);
        this.warnings = warnings;
    }

    /**
     * @param revision number of the newest revision
     * @throws SecretSeal.Broken if the state was sealed with another key
     */
    SavedState load(long revision) throws IOException {
        Optional<SavedState> found = read();
        if (found.isPresent()) {
            writeIdentity(found.get());
            return found.get();
        }
        long next = highest() + 1;
        Optional<SavedState> again = recovered()
                .map(s -> s.withRevision(Math.max(s.revision(), revision))
                        .withNextInstance(Math.max(s.nextInstance(), next)));
        SavedState state =
                again.orElseGet(() -> SavedState.fresh().withRevision(revision).withNextInstance(next));
        try {
            save(state);
        } catch (IOException full) {
            if (again.isEmpty()) {
                throw full;
            }
            warnings.accept(new ServerEvent.StorageFailed(
                    file.getFileName().toString(), Attempt.WRITE, FileFailure.reason(full), ""));
        }
        if (again.isEmpty()) {
            Files.deleteIfExists(identity);
        }
        writeIdentity(state);
        return state;
    }

    /** Writes the identity, if there is none. A failure is ignored: the file is only needed if all others are lost. */
    private void writeIdentity(SavedState state) {
        try {
            if (!Files.exists(identity)) {
                AtomicFiles.write(identity, text.identity(state));
            }
        } catch (IOException full) {
            return;
        }
    }

    private Optional<SavedState> read() throws IOException {
        try {
            return Optional.of(read(file));
        } catch (NoSuchFileException fresh) {
            return Optional.empty();
        } catch (SecretSeal.Broken e) {
            throw e;
        } catch (IOException | StateText.Damaged e) {
            SealedFile.setAside(file, "", warnings);
            return Optional.empty();
        }
    }

    /** Reads a file. Bytes that are no UTF-8 only make a text that is no JSON. */
    private SavedState read(Path from) throws IOException, StateText.Damaged {
        return text.read(new String(Files.readAllBytes(from), StandardCharsets.UTF_8));
    }

    private Optional<SavedState> recovered() {
        Optional<SavedState> last = tried(before);
        Optional<SavedState> found = last.or(() -> tried(identity));
        Path from = last.isPresent() ? before : identity;
        found.ifPresent(state -> warnings.accept(
                new ServerEvent.StateRecovered(from.getFileName().toString(), last.isEmpty())));
        return found;
    }

    private Optional<SavedState> tried(Path from) {
        try {
            return Optional.of(read(from));
        } catch (IOException | StateText.Damaged unusable) {
            return Optional.empty();
        }
    }

    /** Returns the highest number of an instance that has left files: names must not be given twice. */
    private long highest() throws IOException {
        long highest = highest(home.instances());
        if (Files.isDirectory(home.logs())) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(home.logs(), Files::isDirectory)) {
                for (Path process : processes) {
                    highest = Math.max(highest, highest(process));
                }
            }
        }
        return highest;
    }

    private static long highest(Path dir) throws IOException {
        long highest = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir)) {
            for (Path each : files) {
                Matcher number = NUMBER.matcher(each.getFileName().toString());
                if (number.matches()) {
                    highest = Math.max(highest, Long.parseLong(number.group(1)));
                }
            }
        }
        return highest;
    }

    void save(SavedState state) throws IOException {
        keepBefore();
        AtomicFiles.write(file, text.of(state));
    }

    /** Links another name to the file that is about to be replaced. If that fails, an older link stays. */
    private void keepBefore() {
        Path link = home.dir().resolve(".state.json.before.tmp");
        try {
            Files.deleteIfExists(link);
            Files.createLink(link, file);
            Files.move(link, before, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UnsupportedOperationException cannot) {
            return;
        }
    }
}
