package dev.launcho.core.spec;

import dev.launcho.core.model.ProcessSpec.ResourceRequest;
import dev.launcho.core.spec.key.ProcessKeys;
import dev.launcho.core.text.QuotedText;
import dev.launcho.core.yaml.YamlMap;
import dev.launcho.core.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the key {@code resources}. {@code file} is no template: the file has just that name in the working directory. */
final class ResourcesReader {
    private static final int LONGEST_FILE = 1024;

    private ResourcesReader() {}

    static List<ResourceRequest> read(YamlMap process, TemplateReader templates) {
        List<ResourceRequest> requests = new ArrayList<>();
        List<YamlValue> items = process.getFilled(ProcessKeys.RESOURCES)
                .flatMap(value -> value.items("resources", "like [{id: \"${BUNDLE}\", file: \"bundle.tar\"}]"))
                .orElse(List.of());
        if (items.size() > ProcessKeys.MOST_RESOURCES) {
            items.get(ProcessKeys.MOST_RESOURCES)
                    .problem("more than " + ProcessKeys.MOST_RESOURCES + " resources", "put them into one archive");
            return requests;
        }
        for (YamlValue item : items) {
            item.fields(ProcessKeys.RESOURCE).ifPresent(fields -> {
                String id = fields.require(ProcessKeys.RESOURCE_ID)
                        .flatMap(templates::readResourceId)
                        .orElse("");
                String file = fields.require(ProcessKeys.RESOURCE_FILE)
                        .flatMap(value -> value.text().map(text -> file(value, text, requests)))
                        .orElse("");
                requests.add(new ResourceRequest(id, file));
            });
        }
        return requests;
    }

    private static String file(YamlValue value, String file, List<ResourceRequest> earlier) {
        if (!isBelow(file)) {
            value.problem(
                    QuotedText.of(file) + " is not a file below the working directory",
                    "a relative path without \"..\", like bundle.tar.bz2");
        }
        earlier.stream()
                .map(ResourceRequest::file)
                .filter(other -> collide(file, other))
                .findFirst()
                .ifPresent(other -> value.problem(
                        QuotedText.of(file) + " and " + QuotedText.of(other) + " can't both exist",
                        "name them differently"));
        return file;
    }

    /** Returns whether a relative path stays within its directory, and does not name the directory itself. */
    static boolean isBelow(String file) {
        List<String> steps = Arrays.asList(file.split("/", -1));
        return file.length() <= LONGEST_FILE
                && steps.stream().noneMatch(step -> step.isEmpty() || step.equals(".") || step.equals(".."));
    }

    private static boolean collide(String a, String b) {
        return a.equals(b) || a.startsWith(b + "/") || b.startsWith(a + "/");
    }
}
