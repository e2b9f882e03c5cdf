package dev.launcho.cli.server;

import com.grack.nanojson.JsonObject;
import dev.launcho.cli.fuzz.Answer;
import dev.launcho.cli.protocol.Json;
import java.io.IOException;

/** Asks as a browser does, with the cookie of a session and the key of its page; one connection for each request. One thread. */
final class BrowserClient {
    private static final String NAME = "__Host-launcho-session=";

    private final int port;
    private String cookie = "";
    private String key = "";

    BrowserClient(int port) {
        this.port = port;
    }

    /** A client that has logged in. */
    static BrowserClient loggedIn(int port, String token) throws IOException {
        BrowserClient client = new BrowserClient(port);
        Answer answer = client.login("token", token);
        if (answer.status() != 200) {
            throw new IOException("no login: " + answer);
        }
        return client;
    }

    /** @param how {@code token} or {@code link} */
    Answer login(String how, String secret) throws IOException {
        Answer answer = send("POST /v1/session", "", Json.line(Json.object(how, secret)));
        if (answer.status() == 200) {
            cookie = header(answer, "set-cookie").replaceAll(".*" + NAME + "([0-9a-f]+);.*", "$1");
            key = Json.string(json(answer), "page_key");
        }
        return answer;
    }

    String cookie() {
        return cookie;
    }

    void takeCookie(String other) {
        cookie = other;
    }

    String key() {
        return key;
    }

    /** @param other empty for none */
    void takeKey(String other) {
        key = other;
    }

    Answer get(String path) throws IOException {
        return send("GET " + path, "", "");
    }

    /** Changes something, as the server's own page does. */
    Answer change(String line, String body) throws IOException {
        return send(line, own(), body);
    }

    /** The headers of the server's own page. */
    String own() {
        return "Origin: https://127.0.0.1:" + port + "~";
    }

    Answer allowChanges() throws IOException {
        return change("POST /v1/session/changes", "{\"allow\":true}");
    }

    /** @param headers each ends with {@code ~} */
    Answer send(String line, String headers, String body) throws IOException {
        try (RawClient client = open(line, headers, body)) {
            return client.answer(line.startsWith("HEAD "));
        }
    }

    /** Sends a request and leaves its answer to the caller. */
    RawClient open(String line, String headers, String body) throws IOException {
        return new RawClient(port).send(head(line, headers, body.length()) + body);
    }

    /** Sends a head whose body, of so many bytes, is to follow when the server asks for it. */
    RawClient openWithoutEnd(String line, String headers, int length) throws IOException {
        return new RawClient(port).send(head(line, headers + "Expect: 100-continue~", length));
    }

    /** Sends a request on a connection that is there. */
    void sendOn(RawClient connection, String line, String body) throws IOException {
        connection.send(head(line, "", body.length()) + body);
    }

    private String head(String line, String headers, int length) {
        String session = cookie.isEmpty() ? "" : "Cookie: theme=dark; " + NAME + cookie + "~";
        String page = key.isEmpty() ? "" : "X-Launcho-Page: " + key + "~";
        return line + " HTTP/1.1~Host: 127.0.0.1:" + port + "~" + session + page + headers + "Content-Length: " + length
                + "~~";
    }

    static JsonObject json(Answer answer) {
        return Json.parse(answer.body());
    }

    /** The value of a header of an answer; empty if it has none. */
    static String header(Answer answer, String name) {
        return answer.head()
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }
}
