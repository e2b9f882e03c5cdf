// A program that wants to be more than text on the page: markup, scripts and escapes in its log, in its answers and in its last words.
import http from 'node:http';

const port = Object.entries(process.env).find(([name]) => name.startsWith('SERVICE_PORT_'))[1];
const script = '<script>window.owned = 1</script>';
const image = '<img src=x onerror="window.owned = 2">';
const lines = [
    'x'.repeat(20_000),
    `${script} ${image} <b id=owned>bold</b>`,
    '\x1b]0;owned title\x07\x1b]8;;javascript:window.owned=3\x1b\\a link\x1b]8;;\x1b\\ after',
    '\x1b[2J\x1b[H\x1b[31mred\x1b[0m \x1b[38;5;46mgreen\x1b[0m \x1b[1;4;7mloud\x1b[m',
    'turned \u202e around \u2066 it \u200b\x00\x07 ends',
    '\x1b[', '\x1bP+q\x1b\\',
];
const shout = () => lines.forEach(line => console.log(line));

http.createServer((request, response) => {
    response.writeHead(request.url === '/health' ? 503 : 200, image, { 'Content-Type': 'text/html' });
    response.end(script);
}).listen(port, '127.0.0.1', () => {
    shout();
    setInterval(shout, 5_000);
});
