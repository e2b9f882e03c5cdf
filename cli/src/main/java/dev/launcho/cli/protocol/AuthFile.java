package dev.launcho.cli.protocol;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The YAML of an auth file: {@code host}, {@code cert}, {@code private}, {@code token}, as the first Launcho's. */
public final class AuthFile {
    private static final List<String> KEYS = List.of("host", "cert", "private", "token");
    private static final int LARGEST = 64 * 1024;

    private AuthFile() {}

    /** A file that is there but can't be used; the message says where and why. */
    public static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message);
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
        Map<String, ScalarNode> values = values(file, text);
        return new Auth(
                required(file, values, "host"),
                pem(file, values, "cert", "CERTIFICATE"),
                values.containsKey("private") ? pem(file, values, "private", "PRIVATE KEY") : "",
                token(file, values));
    }

    private static String token(String file, Map<String, ScalarNode> values) throws Bad {
        String token = required(file, values, "token");
        if (!token.matches("[!-~]+")) {
            throw new Bad(at(file, values.get("token").getStartMark()) + ": token must be printable, without spaces");
        }
        return token;
    }

    private static Map<String, ScalarNode> values(String file, String text) throws Bad {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw new Bad(at(file, e.getProblemMark()) + ": " + e.getProblem());
        }
        if (!(root instanceof MappingNode mapping)) {
            throw new Bad(file + ": no keys found, expected host, cert, private and token");
        }
        Map<String, ScalarNode> values = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            Node key = entry.getKeyNode();
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!KEYS.contains(name)) {
                throw new Bad(at(file, key.getStartMark()) + ": unknown key \"" + name
                        + "\", expected host, cert, private and token");
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

    private static String required(String file, Map<String, ScalarNode> values, String key) throws Bad {
        ScalarNode value = values.get(key);
        if (value == null || value.getValue().isBlank()) {
            throw new Bad(file + ": key \"" + key + "\" is missing");
        }
        return value.getValue().strip();
    }

    private static String pem(String file, Map<String, ScalarNode> values, String key, String kind) throws Bad {
        String text = required(file, values, key);
        if (!text.startsWith("-----BEGIN " + kind + "-----") || !text.endsWith("-----END " + kind + "-----")) {
            throw new Bad(at(file, values.get(key).getStartMark()) + ": " + key
                    + " must be a PEM block from -----BEGIN " + kind + "----- to -----END " + kind + "-----");
        }
        return text + "\n";
    }

    private static String at(String file, Mark mark) {
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** The file's text, in the first Launcho's own order. */
    public static String format(Auth auth) {
        return "host: " + auth.host() + "\n"
                + "cert: " + block(auth.cert())
                + "private: " + (auth.privateKey().isEmpty() ? "null\n" : block(auth.privateKey()))
                + "token: " + auth.token() + "\n";
    }

    private static String block(String pem) {
        return "|\n" + pem.strip().indent(2);
    }
}
