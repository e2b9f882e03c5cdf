// The application of the acceptance scripts. Its body names its pid. MODE makes it misbehave; GET /break turns a healthy
// one sick. START_DELAY is in milliseconds.
const http = require('http');

const mode = process.env.MODE || 'ok';
const port = Object.entries(process.env).find(([name]) => name.startsWith('SERVICE_PORT_'))[1];
let healthy = mode !== 'sick';

if (mode === 'exit') {
  console.error('no database at db.example:5432');
  process.exit(3);
}

const server = http.createServer((req, res) => {
  if (req.url === '/health') {
    res.statusCode = healthy ? 200 : 500;
    res.end(healthy ? 'OK' : 'database gone');
  } else {
    healthy = healthy && req.url !== '/break';
    res.end(`${process.env.BODY || 'hello'} from ${process.pid}`);
  }
});

if (mode === 'deaf') {
  console.log('warming up, never done');
  setInterval(() => {}, 1000);
} else {
  const listen = () => server.listen(port, '127.0.0.1', () => console.log(`listening on ${port}`));
  setTimeout(listen, Number(process.env.START_DELAY || 0));
}
