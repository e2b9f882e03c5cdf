package dev.launcho.cli.protocol;

import dev.launcho.core.yaml.Problem;
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
 * The YAML of an auth file. The first Launcho already had {@code host}, {@code cert}, {@code private} and {@code token}. A
 * server may also have {@code read_only_token}; a client {@code protected}, {@code client_cert} and {@code client_key}.
 */
public final class AuthFile {
    static final List<String> KEYS =
            List.of("host", "cert", "private", "token", "read_only_token", "protected", "client_cert", "client_key");
    private static final int LARGEST = 64 * 1024;

    private AuthFile() {}

    /** Signals that an existing file can't be used; the message says where and why. */
    public static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Optional<Problem> problem;

        /** Makes an error about the file as a whole. @param message one line */
        Bad(String message) {
            super(clean(message));
            this.problem = Optional.empty();
        }

        /** @param key that the error is about; may be empty */
        Bad(String file, Mark at, String key, String message) {
            this(new Problem(file, at.getLine() + 1, at.getColumn() + 1, key, clean(message), "", 1));
        }

        private Bad(Problem problem) {
            super(clean(problem.toString()));
            this.problem = Optional.of(problem);
        }

        /** Replaces control characters: a quotation of the file may have line ends, or move a terminal's cursor. */
        private static String clean(String message) {
            return message.replaceAll("\\p{Cc}+", " ");
        }

        /** Returns the problem with its place in the file, if the place is known. */
        public Optional<Problem> problem() {
            return problem;
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
                // The YAML parser reports the same error with its line.
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Mark> places = new HashMap<>();
        values(file, text).forEach((key, node) -> {
            values.put(key, node.getValue());
            places.put(key, node.getStartMark());
        });
        return auth(file, values, places);
    }

    private static Auth auth(String file, Map<String, String> values, Map<String, Mark> places) throws Bad {
        AuthValues read = new AuthValues(file, values, places);
        return new Auth(
                read.required("host"),
                read.pem("cert", "CERTIFICATE"),
                values.containsKey("private") ? read.pem("private", "PRIVATE KEY") : "",
                read.token("token"),
                values.containsKey("read_only_token") ? read.token("read_only_token") : "",
                read.flag("protected"),
                client(read, values));
    }

    private static Auth.ClientCertificate client(AuthValues read, Map<String, String> values) throws Bad {
        return values.containsKey("client_cert") || values.containsKey("client_key")
                ? new Auth.ClientCertificate(
                        read.pem("client_cert", "CERTIFICATE"), read.pem("client_key", "PRIVATE KEY"))
                : Auth.ClientCertificate.NONE;
    }

    private static Map<String, ScalarNode> values(String file, String text) throws Bad {
        Node root;
        try {
            root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw new Bad(file, e.getProblemMark(), "", e.getProblem());
        } catch (YAMLException e) { // Characters that YAML does not allow: the error has no place.
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
                throw new Bad(
                        file,
                        key.getStartMark(),
                        name,
                        "unknown key \"" + name + "\", expected " + String.join(", ", KEYS));
            }
            if (!(entry.getValueNode() instanceof ScalarNode value)) {
                throw new Bad(file, entry.getValueNode().getStartMark(), name, name + " must be a string");
            }
            if (!value.getTag().equals(Tag.NULL)) {
                values.put(name, value);
            }
        }
        return values;
    }

    /** Returns the file's text, with the keys in the first Launcho's order. */
    public static String format(Auth auth) {
        String host = auth.host().startsWith("[") ? '"' + auth.host() + '"' : auth.host(); // Else YAML reads a list.
        return "host: " + host + "\n"
                + "cert: " + block(auth.cert())
                + "private: " + (auth.privateKey().isEmpty() ? "null\n" : block(auth.privateKey()))
                + "token: " + auth.token() + "\n"
                + (auth.readOnlyToken().isEmpty() ? "" : "read_only_token: " + auth.readOnlyToken() + "\n")
                + (auth.isProtected() ? "protected: true\n" : "")
                + (auth.client().cert().isEmpty()
                        ? ""
                        : "client_cert: " + block(auth.client().cert()) + "client_key: "
                                + block(auth.client().key()));
    }

    private static String block(String pem) {
        return "|\n" + pem.strip().indent(2);
    }
}
