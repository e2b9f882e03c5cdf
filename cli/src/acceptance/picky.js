// An application that is particular about how it is asked, as KIND says; what went wrong with a connection is logged.
const fs = require("node:fs");
const http = require("node:http");
const https = require("node:https");

const port = Number(process.env.SERVICE_PORT_TRAFFIC);
const kind = process.env.KIND;

function answer(request, response) {
    response.on("error", (e) => console.log(`response: ${e.code}`));
    request.socket.on("error", (e) => console.log(`socket: ${e.code}`));
    response.on("close", () => response.writableFinished || console.log("answer cut"));
    if (kind === "hints") {
        response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" });
        response.writeContinue();
        setTimeout(() => response.end("ok\n"), 20);
    } else if (kind === "host" && request.headers.host !== "app.example.com") {
        response.writeHead(400).end("DisallowedHost\n");
    } else if (kind === "login" && request.headers.authorization !== `Bearer ${process.env.TOKEN}`) {
        response.writeHead(401).end();
    } else if (kind === "big") {
        response.writeHead(200);
        for (let n = 0; n < 50; n++) response.write("x".repeat(10_000));
        response.end();
    } else {
        response.end(`${request.headers.host} ${request.socket.servername}\n`);
    }
}

const keys = kind.startsWith("tls") && {
    key: fs.readFileSync(process.env.KEY),
    cert: fs.readFileSync(process.env.CERTIFICATE),
    requestCert: kind === "tls-mutual",
    rejectUnauthorized: kind === "tls-mutual",
    maxVersion: kind === "tls12" ? "TLSv1.2" : "TLSv1.3",
};
(keys ? https.createServer(keys, answer) : http.createServer(answer)).listen(port, "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
