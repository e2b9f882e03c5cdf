// One process of the shop that the pictures show: it answers, and logs as such programs do.
import http from 'node:http';

const [, port] = Object.entries(process.env).find(([name]) => name.startsWith('SERVICE_PORT_')) ?? [];
const PATHS = ['/', '/cart', '/product/4711', '/search?q=lamp', '/product/815', '/checkout'];
let number = 0;

function log() {
    number++;
    const now = new Date().toISOString().slice(11, 23);
    const ms = 3 + ((number * 7919) % 41);
    if (number % 9 === 0) console.log(`${now} \x1b[33mWARN\x1b[0m  cache miss for \x1b[36mproduct:${number % 1000}\x1b[0m, read from the database`);
    else console.log(`${now} \x1b[32mINFO\x1b[0m  GET ${PATHS[number % PATHS.length].padEnd(15)} \x1b[1m200\x1b[0m \x1b[2m${ms} ms\x1b[0m`);
}

setInterval(log, 350);
// Some time to get ready, so that one sees a rollout.
setTimeout(() => {
    if (port) http.createServer((request, response) => response.end('x'.repeat(900))).listen(port, '127.0.0.1');
}, Number(process.env.WARM_UP ?? 300));
