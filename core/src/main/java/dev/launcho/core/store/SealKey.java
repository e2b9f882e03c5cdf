package dev.launcho.core.store;

import dev.launcho.core.disk.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the key under which secrets are sealed: the file that {@code LAUNCHO_SECRET_KEY_FILE} names; else the systemd credential
 * {@value #CREDENTIAL}; else a file beside the home, {@code HOME-secret.key}, which is made when it is first needed. It lies
 * outside of the home so that a copy of the home is of no use to who finds it.
 */
public final class SealKey {
    static final String VARIABLE = "LAUNCHO_SECRET_KEY_FILE";
    static final String CREDENTIAL = "launcho-secret-key";

    private static final String HOW = "it holds 32 bytes, or 64 hex digits: openssl rand -hex 32";

    private SealKey() {}

    /** Where {@link #find} looks when the environment names nothing. */
    public static Path beside(Home home) {
        return home.dir().resolveSibling(home.dir().getFileName() + "-secret.key");
    }

    /** Where it is, if the folder above the home can't be written. */
    static Path inside(Home home) {
        return home.dir().resolve("secret.key");
    }

    /**
     * @param warnings told of a key that lies badly
     * @throws IOException with a line for the user, if there is a key that can't be read
     */
    public static Seal find(Home home, Map<String, String> environment, Consumer<String> warnings) throws IOException {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return read(Path.of(named), VARIABLE + ": ", warnings);
        }
        String credentials = environment.getOrDefault("CREDENTIALS_DIRECTORY", "");
        if (!credentials.isEmpty() && Files.exists(Path.of(credentials, CREDENTIAL))) {
            return read(Path.of(credentials, CREDENTIAL), "systemd credential: ", path -> {});
        }
        for (Path generated : new Path[] {beside(home), inside(home)}) {
            if (Files.exists(generated)) {
                return read(generated, "", warnings);
            }
        }
        return generate(home, warnings);
    }

    private static Seal generate(Home home, Consumer<String> warnings) throws IOException {
        String hex = Keys.random(Seal.BYTES);
        try {
            AtomicFiles.write(beside(home), hex + "\n");
        } catch (IOException notThere) {
            AtomicFiles.write(inside(home), hex + "\n");
            warnings.accept("the key of the secrets is in " + inside(home) + ", beside what it locks, for "
                    + beside(home).getParent() + " can't be written; see " + VARIABLE);
        }
        return new Seal(HexFormat.of().parseHex(hex));
    }

    private static Seal read(Path file, String source, Consumer<String> warnings) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(source + "there is no key in " + file + "; " + HOW);
        } catch (IOException e) {
            throw new IOException(source + "the key in " + file + " can't be read: " + e.getMessage());
        }
        if (Files.getPosixFilePermissions(file).stream().anyMatch(SealKey::open)) {
            warnings.accept("the key of the secrets can be read by others: chmod 600 " + file);
        }
        return new Seal(
                key(bytes).orElseThrow(() -> new IOException(source + file + " is no key of the secrets; " + HOW)));
    }

    private static boolean open(PosixFilePermission permission) {
        return permission != PosixFilePermission.OWNER_READ
                && permission != PosixFilePermission.OWNER_WRITE
                && permission != PosixFilePermission.OWNER_EXECUTE;
    }

    private static Optional<byte[]> key(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        if (text.matches("[0-9A-Fa-f]{64}")) {
            return Optional.of(HexFormat.of().parseHex(text));
        }
        return bytes.length == Seal.BYTES ? Optional.of(bytes) : Optional.empty();
    }
}
