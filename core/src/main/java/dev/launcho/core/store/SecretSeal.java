package dev.launcho.core.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A seal of texts, which can't be read without its key: AES-256-GCM with a fresh random nonce each time. A sealed text is
 * bound to its purpose, so that one file can't be put in the place of another. Thread-safe.
 */
public final class SecretSeal {
    /** Length of a key. */
    static final int BYTES = 32;

    private static final String MARK = "# launcho sealed 1 key ";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int LINE = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final String id;

    /** @param key of 32 bytes */
    public SecretSeal(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.id = id(key);
    }

    private static String id(byte[] key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update("launcho key id".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest(key)).substring(0, 12);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns an identifier of the key, which reveals nothing about it. */
    public String id() {
        return id;
    }

    /** Returns whether a text was sealed with any key. The mark is a comment that people would not write in YAML. */
    public static boolean isSealed(String text) {
        return text.startsWith(MARK);
    }

    /** @param purpose of the text; opening it needs the same purpose */
    public String close(String purpose, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, purpose, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return MARK + id + "\n"
                    + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(all) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** @throws Broken if the text was sealed with another key, for another purpose, or was changed since */
    public String open(String purpose, String sealed) throws Broken {
        int end = sealed.indexOf('\n');
        if (!isSealed(sealed) || end < 0) {
            throw damaged(purpose);
        }
        String other = sealed.substring(MARK.length(), end).strip();
        if (!other.equals(id)) {
            throw new Broken(purpose + " was sealed with the key " + other + ", and the server's key is " + id
                    + ": give the server its old key again (LAUNCHO_SECRET_KEY_FILE), or move the file away and set"
                    + " the secrets anew");
        }
        try {
            byte[] all = Base64.getMimeDecoder().decode(sealed.substring(end));
            if (all.length < NONCE_BYTES) {
                throw damaged(purpose);
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] text = cipher(Cipher.DECRYPT_MODE, purpose, nonce)
                    .doFinal(Arrays.copyOfRange(all, NONCE_BYTES, all.length));
            return new String(text, StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw damaged(purpose);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** Opens a sealed text, and returns one that is not sealed as it is. */
    public String openEvenIfPlain(String purpose, String text) throws Broken {
        return isSealed(text) ? open(purpose, text) : text;
    }

    private static Damaged damaged(String purpose) {
        return new Damaged(purpose + " is damaged: restore it from a backup, or move it away and set the secrets anew");
    }

    private Cipher cipher(int mode, String purpose, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** A sealed text that can't be opened; the message says what to do. */
    public static class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /** A text that can't be opened for another reason than the key. */
    public static final class Damaged extends Broken {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
    }
}
