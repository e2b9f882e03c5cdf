package dev.launcho.core.spec;

import dev.launcho.core.model.ProcessConfinement;
import dev.launcho.core.spec.key.ConfinementKeys;
import dev.launcho.core.text.CapabilitySet;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the keys of a process that restrict its instances; each key is optional. */
final class ConfinementReader {
    private ConfinementReader() {}

    static ProcessConfinement read(YamlMap process, TemplateReader templates) {
        ProcessConfinement usual = ProcessConfinement.DEFAULT;
        return new ProcessConfinement(
                process.truth(ConfinementKeys.ALLOW_NEW_PRIVILEGES).orElse(usual.allowNewPrivileges()),
                process.whole(ConfinementKeys.OOM_SCORE_ADJUST).orElse(usual.oomScoreAdjust()),
                process.getFilled(ConfinementKeys.READ_ONLY)
                        .map(value -> paths(value, templates))
                        .orElse(usual.readOnly()),
                process.truth(ConfinementKeys.PRIVATE_TMP).orElse(usual.privateTmp()),
                process.getFilled(ConfinementKeys.CAPABILITIES)
                        .flatMap(ConfinementReader::capabilities)
                        .orElse(usual.capabilities()));
    }

    private static List<String> paths(YamlValue value, TemplateReader templates) {
        List<YamlValue> items = value.strings("paths").orElse(List.of());
        if (items.size() > ConfinementKeys.MOST_PATHS) {
            value.problem("has " + items.size() + " paths, at most " + ConfinementKeys.MOST_PATHS + " are allowed");
        }
        List<String> paths = new ArrayList<>();
        items.forEach(item -> templates.read(item, ValueChecks::absolute).ifPresent(paths::add));
        return paths;
    }

    /** Returns the capabilities; empty if the value is no list. */
    private static Optional<CapabilitySet> capabilities(YamlValue value) {
        return value.strings("names of capabilities").map(items -> {
            List<String> names = new ArrayList<>();
            for (YamlValue item : items) {
                item.text()
                        .ifPresent(text -> CapabilitySet.named(text)
                                .ifPresentOrElse(
                                        names::add,
                                        () -> item.problem(
                                                "there is no capability " + QuotedText.of(text),
                                                hint(item.didYouMean(text, CapabilitySet.KNOWN)))));
            }
            return CapabilitySet.only(names);
        });
    }

    private static String hint(String nearest) {
        return nearest.isEmpty() ? "man 7 capabilities lists them, as net_bind_service" : nearest;
    }
}
