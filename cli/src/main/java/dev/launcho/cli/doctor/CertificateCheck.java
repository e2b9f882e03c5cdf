package dev.launcho.cli.doctor;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import dev.launcho.cli.protocol.PemText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A check of the server's certificate, key and tokens, and of the authorities of its clients ({@code client_ca}). */
final class CertificateCheck implements DoctorCheck {
    private static final Duration SOON = Duration.ofDays(30);

    @Override
    public String name() {
        return "certificate";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) throws IOException {
        List<CheckFinding> findings = new ArrayList<>();
        Path file = site.home().serverAuth();
        if (Files.exists(file)) {
            findings.add(ofServer(file, site.now()));
        } else {
            findings.add(
                    CheckFinding.ok(name(), "there is no " + file.getFileName() + " yet; the first start makes it"));
        }
        String authorities = site.config().clientCa();
        if (!authorities.isEmpty()) {
            findings.addAll(ofClients(Path.of(authorities), site.now()));
        }
        return findings;
    }

    private CheckFinding ofServer(Path file, Instant now) throws IOException {
        String anew = "move " + file + " away and start the server: it makes a new one, and every client needs"
                + " the new auth file";
        try {
            Auth auth = AuthFile.read(file);
            X509Certificate certificate = PemText.certificates(auth.cert())[0];
            PrivateKey key =
                    PemText.key(auth.privateKey(), certificate.getPublicKey().getAlgorithm());
            return fit(key, certificate)
                    ? CheckFinding.ok(name(), file + ": certificate and key fit")
                    : CheckFinding.failed(name(), file + ": the key is not that of the certificate", anew);
        } catch (AuthFile.Bad e) {
            return CheckFinding.failed(name(), String.valueOf(e.getMessage()), anew);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return CheckFinding.failed(name(), file + ": " + e.getMessage(), anew);
        }
    }

    private static boolean fit(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = "SHA256with" + (key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm());
        byte[] text = "doctor".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }

    private List<CheckFinding> ofClients(Path file, Instant now) {
        String advice = "put the certificates of the authorities there in PEM, or take server.client_ca out";
        List<CheckFinding> findings = new ArrayList<>();
        try {
            for (X509Certificate one : PemText.certificates(Files.readString(file, StandardCharsets.ISO_8859_1))) {
                Instant end = one.getNotAfter().toInstant();
                String which = file + ": " + one.getSubjectX500Principal();
                if (end.isBefore(now)) {
                    findings.add(CheckFinding.failed(name(), which + " has expired at " + end, advice));
                } else if (end.isBefore(now.plus(SOON))) {
                    findings.add(CheckFinding.warning(name(), which + " expires at " + end, advice));
                }
            }
        } catch (IOException e) {
            findings.add(CheckFinding.failed(name(), "server.client_ca: " + file + " can't be read", advice));
        } catch (GeneralSecurityException e) {
            findings.add(CheckFinding.failed(name(), "server.client_ca: " + file + ": " + e.getMessage(), advice));
        }
        return findings;
    }
}
