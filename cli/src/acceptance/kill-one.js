// kill-one.js URL PID: one request after the other, each over its own connection, for four seconds and until it is answered again. After half a second
// it kills PID with SIGKILL, at a moment when no request is under way (those that the victim had answered half are lost
// whatever a load balancer does), and goes on once the kernel has closed its sockets. Prints what came of it.
const fs = require('fs');
const http = require('http');

const [url, victim] = [process.argv[2], Number(process.argv[3])];
const result = { requests: 0, failed: 0, longest_ms: 0, back_ms: -1, errors: {} };
const begin = Date.now();
let killedAt = 0;

const get = () => new Promise((resolve, reject) => {
  const request = http.get(url, { agent: false, timeout: 30000 }, answer => {
    let body = '';
    answer.on('data', data => { body += data; });
    answer.on('error', reject);
    answer.on('end', () => answer.statusCode === 200 ? resolve(body) : reject(new Error(`status ${answer.statusCode}`)));
  });
  request.on('timeout', () => request.destroy(new Error('no answer in 30 s')));
  request.on('error', reject);
});

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

// Reaped, not only a zombie: its sockets are closed when the last of its threads has ended.
const there = pid => fs.existsSync(`/proc/${pid}`);

(async () => {
  while (Date.now() - begin < 4000 || (result.back_ms < 0 && Date.now() - begin < 30000)) {
    if (!killedAt && Date.now() - begin > 500) {
      process.kill(victim, 'SIGKILL');
      killedAt = Date.now();
      while (there(victim)) { /* a few milliseconds */ }
    }
    const from = Date.now();
    result.requests++;
    try {
      await get();
      result.longest_ms = Math.max(result.longest_ms, Date.now() - from);
      if (killedAt && result.back_ms < 0) result.back_ms = Date.now() - killedAt;
    } catch (error) {
      result.failed++;
      result.errors[error.code || error.message] = (result.errors[error.code || error.message] || 0) + 1;
      await pause(5);
    }
    await pause(1);
  }
  console.log(JSON.stringify(result));
})();
