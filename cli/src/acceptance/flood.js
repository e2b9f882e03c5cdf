// Two hundred clients with the read-only token, each of which sends one plan of a large target after the other for so many
// seconds: node flood.js PORT TOKEN CLIENTS SECONDS. Prints when all clients are connected, and in the end how many answers
// came of each status.
'use strict';
const https = require('https');

const [port, token, clients, seconds] = process.argv.slice(2);
let target = 'processes:\n';
for (let p = 0; p < 900; p++) {
  target += `- name: p${p}\n  command: [sleep, "1"]\n  env: {`;
  for (let v = 0; v < 50; v++) target += `${v ? ', ' : ''}V${v}: ${v % 10}`;
  target += '}\n';
}
const body = Buffer.from(target);
const agent = new https.Agent({ keepAlive: true, maxSockets: Infinity, rejectUnauthorized: false });
const answers = {};
const end = Date.now() + seconds * 1000;

function note(what) {
  answers[what] = (answers[what] || 0) + 1;
}

let strangers = Number(clients);

function connected() {
  if (--strangers === 0) console.log('all are connected');
}

function plan(first) {
  if (Date.now() >= end) return;
  const request = https.request({
    agent, host: '127.0.0.1', port, method: 'POST', path: '/v1/target/plan',
    headers: { authorization: `Bearer ${token}`, 'content-length': body.length },
  }, (response) => {
    note(response.statusCode);
    response.resume();
    response.on('close', again);
  });
  let over = false;
  function again() {
    if (!over) {
      over = true;
      setTimeout(plan, 10, false);
    }
  }
  if (first) request.on('socket', (socket) => socket.once('secureConnect', connected));
  request.on('error', (e) => {
    note(e.code || e.message);
    again();
  });
  request.setTimeout(60000, () => request.destroy());
  request.end(body);
}

console.log(`plans of ${body.length} bytes`);
for (let i = 0; i < clients; i++) plan(true);
setTimeout(() => {
  console.log(JSON.stringify(answers));
  process.exit(0);
}, seconds * 1000 + 2000);
