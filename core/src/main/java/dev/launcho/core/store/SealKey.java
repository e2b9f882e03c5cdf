package dev.launcho.core.store;

import dev.launcho.core.disk.AtomicFiles;
import dev.launcho.core.disk.FileFailure;
import dev.launcho.core.disk.FileOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The search for the key that seals secrets. It is in the file that {@code LAUNCHO_SECRET_KEY_FILE} names, else in the
 * systemd credential {@value #CREDENTIAL}, else in a file beside the home, {@code HOME-secret.key}. That file is made when
 * it is first needed. It lies outside of the home, so that a copy of the home is useless without it.
 */
public final class SealKey {
    static final String VARIABLE = "LAUNCHO_SECRET_KEY_FILE";
    static final String CREDENTIAL = "launcho-secret-key";

    private static final String HOW = "a key file holds 32 bytes, or 64 hex digits: openssl rand -hex 32";

    private SealKey() {}

    /** Returns the file in which {@link #find} looks if the environment names none. */
    public static Path beside(HomeDirectory home) {
        return home.dir().resolveSibling(home.dir().getFileName() + "-secret.key");
    }

    /** Returns the file of the key if the folder above the home can't be written. */
    static Path inside(HomeDirectory home) {
        return home.dir().resolve("secret.key");
    }

    /** Returns whether {@link #find} would use an existing or named key, and not make one. */
    public static boolean isThere(HomeDirectory home, Map<String, String> environment) {
        String credentials = environment.getOrDefault("CREDENTIALS_DIRECTORY", "");
        return !environment.getOrDefault(VARIABLE, "").isEmpty()
                || !credentials.isEmpty() && Files.exists(Path.of(credentials, CREDENTIAL))
                || Files.exists(beside(home))
                || Files.exists(inside(home));
    }

    /**
     * Finds the key, or makes one.
     *
     * @param warnings receives a line if others can read the key, or if it lies in the home
     * @throws IOException with a line for the user, if there is a key that can't be read
     */
    public static SecretSeal find(HomeDirectory home, Map<String, String> environment, Consumer<String> warnings)
            throws IOException {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return read(Path.of(named), VARIABLE + ": ", warnings);
        }
        String credentials = environment.getOrDefault("CREDENTIALS_DIRECTORY", "");
        if (!credentials.isEmpty() && Files.exists(Path.of(credentials, CREDENTIAL))) {
            return read(Path.of(credentials, CREDENTIAL), "systemd credential: ", path -> {});
        }
        for (Path generated : new Path[] {beside(home), inside(home)}) {
            if (Files.exists(generated, LinkOption.NOFOLLOW_LINKS)) {
                requireOwn(generated);
                return read(generated, "", warnings);
            }
        }
        return generate(home, warnings);
    }

    private static SecretSeal generate(HomeDirectory home, Consumer<String> warnings) throws IOException {
        String hex = ValueFingerprints.random(SecretSeal.BYTES);
        try {
            AtomicFiles.write(beside(home), hex + "\n");
        } catch (IOException notThere) {
            AtomicFiles.write(inside(home), hex + "\n");
            warnings.accept("the key of the secrets is in " + inside(home) + ", beside the files that it"
                    + " encrypts, since "
                    + beside(home).getParent() + " can't be written; see " + VARIABLE);
        }
        return new SecretSeal(HexFormat.of().parseHex(hex));
    }

    /** Refuses a key of another user: where others may make files, as in {@code /tmp}, one may have put a known key there. */
    private static void requireOwn(Path file) throws IOException {
        Optional<String> other = FileOwner.other(file);
        if (other.isPresent()) {
            throw new IOException("the key of the secrets in " + file + " belongs to " + other.get()
                    + ", who may know it; remove it, or name another one with " + VARIABLE);
        }
    }

    private static SecretSeal read(Path file, String source, Consumer<String> warnings) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(source + "there is no key in " + file + "; " + HOW);
        } catch (IOException e) {
            throw new IOException(source + "the key in " + file + " can't be read: " + FileFailure.reason(e));
        }
        if (Files.getPosixFilePermissions(file).stream().anyMatch(SealKey::open)) {
            warnings.accept("the key of the secrets can be read by others: chmod 600 " + file);
        }
        return new SecretSeal(
                key(bytes).orElseThrow(() -> new IOException(source + file + " is not a key of the secrets; " + HOW)));
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
        return bytes.length == SecretSeal.BYTES ? Optional.of(bytes) : Optional.empty();
    }
}
