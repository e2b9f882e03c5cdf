// An application that ends its connections when it is asked to stop: each answer from then on says so, and connections
// that ask for nothing any more are closed after a while, which is less than the 10 s until it is killed. VERSION is its body. GET /health is for the prober.
const http = require('http');

const port = Object.entries(process.env).find(([name]) => name.startsWith('SERVICE_PORT_'))[1];
let stopping = false;
let open = 0;

const server = http.createServer((req, res) => {
  if (stopping) {
    res.setHeader('Connection', 'close');
  }
  res.end(req.url === '/health' ? 'OK' : process.env.VERSION);
});
server.keepAliveTimeout = 0;

server.on('connection', (socket) => {
  open++;
  socket.on('close', () => {
    open--;
    leaveIfAlone();
  });
});

function leaveIfAlone() {
  if (stopping && open === 0) {
    process.exit(0);
  }
}

process.on('SIGTERM', () => {
  stopping = true;
  leaveIfAlone();
  setTimeout(() => server.closeIdleConnections(), 5000);
});

server.listen(port, '127.0.0.1', () => console.log(`listening on ${port}`));
