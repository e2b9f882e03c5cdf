// Answers every request with the client's address as its PROXY protocol header tells it; without one it hangs up.
const net = require('net');

const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');

// Null until the header is complete.
function client(bytes) {
    if (bytes.subarray(0, 12).equals(SIGNATURE)) {
        if (bytes.length < 16 || bytes.length < 16 + bytes.readUInt16BE(14)) return null;
        if (bytes[12] === 0x20) return 'nobody';
        return `v2 ${[...bytes.subarray(16, 20)].join('.')}:${bytes.readUInt16BE(24)}`;
    }
    const end = bytes.indexOf('\r\n');
    if (end < 0) return null;
    const words = bytes.subarray(0, end).toString().split(' ');
    if (words[0] !== 'PROXY') throw new Error('no header');
    return words[1] === 'UNKNOWN' ? 'nobody' : `v1 ${words[2]}:${words[4]}`;
}

function serve(socket) {
    let got = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', bytes => {
        got = Buffer.concat([got, bytes]);
        try {
            const who = client(got);
            if (who !== null && got.includes('\r\n\r\n')) {
                socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${who.length + 1}\r\n\r\n${who}\n`);
            }
        } catch (none) {
            socket.destroy();
        }
    });
}

for (const [name, port] of Object.entries(process.env)) {
    if (name.startsWith('SERVICE_PORT_')) net.createServer(serve).listen(Number(port), '127.0.0.1');
}
