package dev.launcho.cli.server.route;

import dev.launcho.cli.server.http.AdminExchange;
import dev.launcho.cli.server.http.HttpError;
import dev.launcho.cli.server.page.PageFile;
import dev.launcho.cli.server.page.PageFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/** The handlers that serve the files of the web page, to clients without a token, too. On event loops. */
final class PageRoutes {
    /** How long a browser may take nothing of a file. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** For a file whose version the query names: a new version has another address. */
    private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";

    private static final Map<String, String> SECURITY = Map.of(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "referrer-policy",
            "no-referrer",
            "cross-origin-opener-policy",
            "same-origin");

    private final PageFiles files;

    PageRoutes(PageFiles files) {
        this.files = files;
    }

    void index(AdminExchange exchange) throws HttpError, IOException {
        serve(exchange, PageFiles.INDEX, "no-cache");
    }

    void file(AdminExchange exchange) throws HttpError, IOException {
        boolean versioned = !exchange.query("v", "").isEmpty();
        serve(exchange, exchange.parameter("file"), versioned ? FOR_A_YEAR : "no-cache");
    }

    private void serve(AdminExchange exchange, String name, String caching) throws HttpError, IOException {
        SECURITY.forEach(exchange::setHeader);
        PageFile file =
                files.find(name).orElseThrow(() -> new HttpError(404, "not_found", "the page has no such file"));
        exchange.setHeader("cache-control", caching);
        exchange.setHeader("etag", file.tag());
        if (file.isHeld(exchange.browser().held())) {
            exchange.notModified(file.type(), file.length());
        } else if (exchange.isHead()) {
            exchange.head(file.type(), file.length());
        } else {
            exchange.push(file.type(), OptionalLong.of(file.length()), PATIENCE, file.source());
        }
    }
}
