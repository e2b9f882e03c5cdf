import net from 'node:net';

/** A TCP relay to a local port that can be cut: connections are reset, and new ones are refused until it is mended. */
export class CuttableRelay {
    port = 0;
    #server = null;
    #to;
    #sockets = new Set();

    constructor(to) {
        this.#to = to;
    }

    mend() {
        return new Promise((resolve, reject) => {
            this.#server = net.createServer(client => this.#join(client)).on('error', reject);
            this.#server.listen(this.port, '127.0.0.1', () => {
                this.port = this.#server.address().port;
                resolve();
            });
        });
    }

    cut() {
        return new Promise(resolve => {
            this.#server.close(resolve);
            for (const socket of this.#sockets) socket.resetAndDestroy();
        });
    }

    #join(client) {
        const server = net.connect(this.#to, '127.0.0.1');
        for (const [from, to] of [[client, server], [server, client]]) {
            this.#sockets.add(from);
            from.on('error', () => to.destroy()).on('close', () => {
                this.#sockets.delete(from);
                to.destroy();
            });
            from.pipe(to);
        }
    }
}
