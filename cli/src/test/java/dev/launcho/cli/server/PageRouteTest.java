package dev.launcho.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.launcho.cli.fuzz.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page, over TLS. */
class PageRouteTest {
    @TempDir
    Path directory;

    private FakeServer server;
    private BrowserClient stranger;

    @BeforeEach
    void start() throws Exception {
        server = FakeServer.start(directory);
        stranger = new BrowserClient(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void index_ofAStranger_isServedWithItsHeaders() throws Exception {
        Answer answer = stranger.get("/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(BrowserClient.header(answer, "content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(BrowserClient.header(answer, "cache-control")).isEqualTo("no-cache");
        assertThat(BrowserClient.header(answer, "content-security-policy"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                        + "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
                        + "frame-ancestors 'none'");
        assertThat(BrowserClient.header(answer, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(BrowserClient.header(answer, "referrer-policy")).isEqualTo("no-referrer");
        assertThat(BrowserClient.header(answer, "cross-origin-opener-policy")).isEqualTo("same-origin");
        assertThat(BrowserClient.header(answer, "cross-origin-resource-policy")).isEqualTo("same-origin");
        assertThat(answer.head()).doesNotContain("access-control");
    }

    @Test
    void file_thatTheBrowserHas_isNotSentAgain() throws Exception {
        String tag = BrowserClient.header(stranger.get("/"), "etag");

        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        try (RawClient client = new RawClient(server.port())) {
            Answer same = client.send("GET / HTTP/1.1~Host: x~If-None-Match: \"old\", " + tag + "~~")
                    .answer(true);
            assertThat(same.status()).isEqualTo(304);
            assertThat(BrowserClient.header(same, "etag")).isEqualTo(tag);
            // The connection is of use: no byte of a body came.
            Answer other = client.send("GET / HTTP/1.1~Host: x~If-None-Match: \"old\"~~")
                    .answer(false);
            assertThat(other.status()).isEqualTo(200);
        }
    }

    @Test
    void file_withAVersionInItsAddress_isKeptForLong() throws Exception {
        assertThat(BrowserClient.header(stranger.get("/page/index.html?v=1"), "cache-control"))
                .isEqualTo("public, max-age=31536000, immutable");
        assertThat(BrowserClient.header(stranger.get("/page/index.html"), "cache-control"))
                .isEqualTo("no-cache");
    }

    @Test
    void head_ofAStranger_isAnsweredWithoutABody() throws Exception {
        for (String path : List.of("/", "/page/index.html")) {
            Answer got = stranger.get(path);
            Answer answer = stranger.send("HEAD " + path, "", "");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(BrowserClient.header(answer, "etag")).isEqualTo(BrowserClient.header(got, "etag"));
            assertThat(BrowserClient.header(answer, "content-length"))
                    .isEqualTo(BrowserClient.header(got, "content-length"));
        }
    }

    @Tag("attack")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page/../page/index.html",
                "/page/..%2fopenapi.json",
                "/page/%2e%2e/route/openapi.json",
                "/page/../route/openapi.json",
                "/page//etc/passwd",
                "/page/%2Fetc%2Fpasswd",
                "/page/PageFiles.class",
                "/page/files.txt",
                "/page/index.html%00.js",
                "/page/index.html/",
                "/page/./index.html",
                "/page/sub/../index.html"
            })
    void file_thatIsNotInTheList_isNotFound(String path) throws Exception {
        Answer answer = stranger.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("the page has no such file");
        assertThat(BrowserClient.header(answer, "cache-control")).isEqualTo("no-store");
        assertThat(BrowserClient.header(answer, "content-security-policy")).startsWith("default-src 'none'");
    }

    /** What is kept of bodies without a token is bounded for all together, so a body that nobody reads has to be small. */
    @Tag("attack")
    @Test
    void body_ofAStranger_isSmall() throws Exception {
        assertThat(stranger.send("GET /", "", "x".repeat(1_024)).status()).isEqualTo(200);
        assertThat(stranger.send("GET /", "", "x".repeat(1_025)).status()).isEqualTo(413);
        assertThat(stranger.send("GET /page/index.html", "", "x".repeat(1_025)).status())
                .isEqualTo(413);
    }

    @Tag("attack")
    @ParameterizedTest
    @ValueSource(strings = {"/v1/status", "/v1/session", "/v1/stream", "/metrics", "/page", "/index.html", "//"})
    void path_thatIsNotOfThePage_needsAToken(String path) throws Exception {
        assertThat(stranger.get(path).status()).isEqualTo(401);
    }
}
