package dev.launcho.cli.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.launcho.cli.protocol.Auth;
import dev.launcho.cli.protocol.AuthFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerAuthTest {
    @TempDir
    Path directory;

    @Test
    void loadOrGenerate_firstTime_makesAPrivateFile() throws Exception {
        Path file = directory.resolve("launcho-server-auth.yaml");

        ServerAuth.Loaded loaded = ServerAuth.loadOrGenerate(file, 12999);

        assertThat(loaded.generated()).isTrue();
        assertThat(loaded.auth().host()).isEqualTo("change-me-to-point-to-the-server.example.com:12999");
        assertThat(loaded.auth().token()).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void loadOrGenerate_secondTime_isTheSame() throws Exception {
        Path file = directory.resolve("launcho-server-auth.yaml");
        Auth first = ServerAuth.loadOrGenerate(file, 12888).auth();

        ServerAuth.Loaded second = ServerAuth.loadOrGenerate(file, 1);

        assertThat(second.generated()).isFalse();
        assertThat(second.auth()).isEqualTo(first);
    }

    @Test
    void certificate_generated_isSelfSignedForLaunchoUntil4096() throws Exception {
        Certificates.Pair pair = Certificates.generate();

        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pair.certificate().getBytes(StandardCharsets.US_ASCII)));

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=launcho");
        assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, "launcho"));
        assertThat(certificate.getNotAfter()).isEqualTo("4096-01-01T00:00:00Z");
        assertThat(((RSAPublicKey) certificate.getPublicKey()).getModulus().bitLength())
                .isEqualTo(2048);
    }

    @Test
    void tls_withTheFirstLaunchosEcKey_works() throws Exception {
        Auth first = AuthFile.read(Path.of("src/test/resources/first-launcho-server-auth.yaml"));

        assertThat(TlsIdentity.tls(first).isServer()).isTrue();
    }

    @Test
    void tls_withoutPrivateKey_saysSo() {
        Auth client = Auth.ofClient("x:1", Certificates.generate().certificate(), "t");

        assertThatThrownBy(() -> TlsIdentity.tls(client)).hasMessageContaining("no private key");
    }
}
