package dev.launcho.cli.doctor;

import dev.launcho.core.store.HomeDirectory;
import dev.launcho.core.store.SealKey;
import dev.launcho.core.store.SecretSeal;
import dev.launcho.core.store.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A check that the secrets' key exists, is valid, and opens what was sealed with it. */
final class KeyCheck implements DoctorCheck {
    @Override
    public String name() {
        return "key";
    }

    @Override
    public List<CheckFinding> look(DoctorContext site) {
        HomeDirectory home = site.home();
        List<CheckFinding> findings = new ArrayList<>();
        try {
            if (!SealKey.isThere(home, site.environment())) {
                return List.of(without(home));
            }
            SecretSeal seal = SealKey.find(
                    home,
                    site.environment(),
                    open -> findings.add(CheckFinding.failed(
                            name(), open, "chmod 600 " + SealKey.beside(home) + ", or where the key is")));
            if (Files.exists(home.extraSecrets())) {
                SecretStore.opened(seal, Files.readString(home.extraSecrets()));
            }
        } catch (SecretSeal.Broken e) {
            findings.add(CheckFinding.failed(
                    name(),
                    "the key does not open " + home.extraSecrets() + ": " + e.getMessage(),
                    "restore the key that it was sealed with (" + SealKey.beside(home)
                            + ", or LAUNCHO_SECRET_KEY_FILE)"));
        } catch (IOException e) {
            findings.add(
                    CheckFinding.failed(name(), String.valueOf(e.getMessage()), "put the key of this home back there"));
        }
        return findings.isEmpty() ? List.of(CheckFinding.ok(name(), "the key of the secrets is there")) : findings;
    }

    private CheckFinding without(HomeDirectory home) {
        List<Path> sealed = List.of(home.extraSecrets(), home.revisions().resolve("secrets.json"));
        return sealed.stream().anyMatch(Files::exists)
                ? CheckFinding.failed(
                        name(),
                        "the key of the secrets is gone: the secrets in " + home.dir() + " can't be decrypted",
                        "put it back at " + SealKey.beside(home) + " (mode 600) from a backup")
                : CheckFinding.ok(name(), "there is no key of the secrets yet; the first start makes it");
    }
}
