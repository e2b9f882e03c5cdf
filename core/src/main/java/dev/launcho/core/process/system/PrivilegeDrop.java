package dev.launcho.core.process.system;

import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.text.CapabilitySet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The words before a command that change the user and drop privileges: setpriv(1). Everything that runs as an instance's user runs behind them. */
public final class PrivilegeDrop {
    private PrivilegeDrop() {}

    /** Returns the words; none if nothing has to change. */
    public static List<String> words(SystemTools tools, UserAccount account, ProcessConfinement confinement) {
        List<String> options = new ArrayList<>();
        boolean changes = account.isOther();
        CapabilitySet capabilities = confinement.capabilities();
        if (changes) {
            options.addAll(List.of("--reuid=" + account.reuid(), "--regid=" + account.regid(), account.groups()));
        }
        boolean refuses = !confinement.allowNewPrivileges() && tools.refusing().isPresent();
        if (refuses) {
            options.add("--no-new-privs");
        }
        if (capabilities.bounded()) {
            String only =
                    capabilities.names().stream().map(name -> ",+" + name).collect(Collectors.joining("", "-all", ""));
            options.addAll(List.of("--bounding-set=" + only, "--inh-caps=" + only));
            if (account.number() != TreeIdentity.ROOT) {
                options.add("--ambient-caps=" + only);
            }
        }
        if (options.isEmpty()) {
            return List.of();
        }
        Path setpriv = (changes || capabilities.bounded() ? tools.setpriv() : tools.refusing())
                .orElse(Path.of("/usr/bin/setpriv"));
        List<String> words = new ArrayList<>(List.of(setpriv.toString()));
        words.addAll(options);
        words.add("--");
        return words;
    }
}
