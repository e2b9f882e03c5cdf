// Clients that stay: COUNT of them connect to PORT from ports that the kernel does not give out, FIRST and on, and wait for a line.
// Says "served N" once each has got one, and "lost" for each connection that ends.
'use strict';
const net = require('net');
const [count, port, first] = process.argv.slice(2).map(Number);
let served = 0;
for (let i = 0; i < count; i++) {
  const socket = net.connect({ host: '127.0.0.1', port, localAddress: '127.9.0.1', localPort: first + i });
  socket.once('data', () => {
    if (++served === count) console.log(`served ${count}`);
  });
  socket.on('error', () => {});
  socket.on('close', () => console.log('lost'));
}
process.on('SIGTERM', () => process.exit(0));
