package dev.launcho.cli.protocol;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The YAML of an auth file: {@code host}, {@code cert}, {@code private}, {@code token}, as the first Launcho's, and
 * {@code read_only_token} (of a server) and {@code protected} (of a client).
 */
public final class AuthFile {
    static final List<String> KEYS = List.of("host", "cert", "private", "token", "read_only_token", "protected");
    private static final int LARGEST = 64 * 1024;

    private AuthFile() {}

    /** A file that is there but can't be used; the message says where and why. */
    public static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param message one line; what it quotes of a file may have had others, or what moves a terminal's cursor */
        Bad(String message) {
            super(message.replaceAll("\\p{Cc}+", " "));
        }
    }

    /** @throws IOException also {@link java.nio.file.NoSuchFileException} */
    public static Auth read(Path file) throws IOException, Bad {
        if (Files.size(file) > LARGEST) {
            throw new Bad(file + ": too large for an auth file");
        }
        return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    }

    static Auth parse(String file, String text) throws Bad {
        Optional<Map<String, String>> plain = PlainAuth.values(text);
        if (plain.isPresent()) {
            try {
                return auth(file, plain.get(), Map.of());
            } catch (Bad e) {
                // The parser knows the line.
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> places = new HashMap<>();
        values(file, text).forEach((key, node) -> {
            values.put(key, node.getValue());
            places.put(key, at(file, node.getStartMark()));
        });
        return auth(file, values, places);
    }

    private static Auth auth(String file, Map<String, String> values, Map<String, String> places) throws Bad {
        AuthValues read = new AuthValues(file, values, places);
        return new Auth(
                read.required("host"),
                read.pem("cert", "CERTIFICATE"),
                values.containsKey("private") ? read.pem("private", "PRIVATE KEY") : "",
                read.token("token"),
                values.containsKey("read_only_token") ? read.token("read_only_token") : "",
                read.flag("protected"));
    }

    private static Map<String, ScalarNode> values(String file, String text) throws Bad {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw new Bad(at(file, e.getProblemMark()) + ": " + e.getProblem());
        } catch (YAMLException e) { // Characters that no YAML may have: told without a place.
            throw new Bad(file + ": "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("not YAML"));
        }
        if (!(root instanceof MappingNode mapping)) {
            throw new Bad(file + ": no keys found, expected " + String.join(", ", KEYS));
        }
        Map<String, ScalarNode> values = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            Node key = entry.getKeyNode();
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!KEYS.contains(name)) {
                throw new Bad(at(file, key.getStartMark()) + ": unknown key \"" + name + "\", expected "
                        + String.join(", ", KEYS));
            }
            if (!(entry.getValueNode() instanceof ScalarNode value)) {
                throw new Bad(at(file, entry.getValueNode().getStartMark()) + ": " + name + " must be a string");
            }
            if (!value.getTag().equals(Tag.NULL)) {
                values.put(name, value);
            }
        }
        return values;
    }

    private static String at(String file, Mark mark) {
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** The file's text, in the first Launcho's own order. */
    public static String format(Auth auth) {
        String host = auth.host().startsWith("[") ? '"' + auth.host() + '"' : auth.host(); // Else a list in YAML.
        return "host: " + host + "\n"
                + "cert: " + block(auth.cert())
                + "private: " + (auth.privateKey().isEmpty() ? "null\n" : block(auth.privateKey()))
                + "token: " + auth.token() + "\n"
                + (auth.readOnlyToken().isEmpty() ? "" : "read_only_token: " + auth.readOnlyToken() + "\n")
                + (auth.isProtected() ? "protected: true\n" : "");
    }

    private static String block(String pem) {
        return "|\n" + pem.strip().indent(2);
    }
}
