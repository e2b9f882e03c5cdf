// names.js PORT COUNT [FROM]: so many connections, one after the other, from the address FROM; prints how many each instance
// got, as `name count` lines, sorted. names.js PORT COUNT keep: holds them open and prints nothing more than `open`.
const net = require('net');

const [port, count, option] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const keep = option === 'keep';

const one = () => new Promise((resolve, reject) => {
  const socket = net.connect({ port, host: '127.0.0.1', localAddress: keep ? undefined : option, allowHalfOpen: keep });
  socket.on('error', keep ? () => {} : reject);
  socket.once('data', (data) => {
    if (!keep) {
      socket.destroy();
    }
    resolve(data.toString().trim());
  });
});

(async () => {
  const names = new Map();
  for (let i = 0; i < count; i++) {
    const name = await one();
    names.set(name, (names.get(name) || 0) + 1);
  }
  console.log(keep ? 'open' : [...names].map(([name, n]) => `${name} ${n}`).sort().join('\n'));
  if (keep) {
    setTimeout(() => process.exit(0), 600000);
  }
})();
