// Says its instance's name to each connection. At SIGTERM it ends them and leaves, or, with STUBBORN, does nothing.
const net = require('net');

const name = process.env.LAUNCHO_INSTANCE.split('/').pop();
const open = new Set();

const server = net.createServer((socket) => {
  open.add(socket);
  socket.on('close', () => open.delete(socket));
  socket.on('error', () => {});
  socket.write(`${name}\n`);
});

process.on('SIGTERM', () => {
  if (!process.env.STUBBORN) {
    open.forEach((socket) => socket.end());
    server.close();
    setTimeout(() => process.exit(0), 200);
  }
});

server.listen(process.env.SERVICE_PORT_HTTP, '127.0.0.1');
