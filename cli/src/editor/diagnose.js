// Asks a real yaml-language-server what it says about a target, as an editor does. Not a part of the tests, as it needs
// the network once:
//
//   npm install --prefix /tmp/editor yaml-language-server
//   launcho target get > target.yaml
//   node cli/src/editor/diagnose.js /tmp/editor target.yaml [LINE:COLUMN]
//
// Prints the diagnostics, and with a place (from 1) what is offered and shown there. Exits 1 if there are diagnostics.
'use strict';

const fs = require('fs');
const path = require('path');
const {spawn} = require('child_process');
const {pathToFileURL} = require('url');

const [folder, file, place] = process.argv.slice(2);
if (!file) {
    console.error('usage: node diagnose.js FOLDER_OF_NPM FILE [LINE:COLUMN]');
    process.exit(2);
}
const program = path.join(folder, 'node_modules/.bin/yaml-language-server');
const server = spawn(program, ['--stdio'], {stdio: ['pipe', 'pipe', 'inherit']});
server.on('error', e => {
    console.error(`error: ${program} can't be started: ${e.message}`);
    process.exit(2);
});
const uri = pathToFileURL(path.resolve(file)).href;
const answers = new Map();
let buffer = Buffer.alloc(0);
let ids = 0;
let diagnosed;
const diagnostics = new Promise(resolve => (diagnosed = resolve));

function send(message) {
    const body = JSON.stringify({jsonrpc: '2.0', ...message});
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function ask(method, params) {
    const id = ++ids;
    send({id, method, params});
    return new Promise(resolve => answers.set(id, resolve));
}

function take(message) {
    if (message.method === 'textDocument/publishDiagnostics' && message.params.uri === uri) {
        diagnosed(message.params.diagnostics);
    } else if (message.method && message.id !== undefined) {
        // It asks for the editor's settings; there are none.
        const items = message.params && message.params.items;
        send({id: message.id, result: items ? items.map(() => null) : null});
    } else if (answers.has(message.id)) {
        answers.get(message.id)(message.result);
    }
}

server.stdout.on('data', chunk => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
        const end = buffer.indexOf('\r\n\r\n');
        const length = end < 0 ? NaN : Number(/Content-Length: (\d+)/i.exec(buffer.toString('latin1', 0, end))[1]);
        if (!(buffer.length >= end + 4 + length)) {
            return;
        }
        const body = buffer.toString('utf8', end + 4, end + 4 + length);
        buffer = buffer.subarray(end + 4 + length);
        take(JSON.parse(body));
    }
});

async function main() {
    const capabilities = {textDocument: {publishDiagnostics: {}, hover: {contentFormat: ['plaintext']}}};
    await ask('initialize', {processId: process.pid, rootUri: null, capabilities});
    send({method: 'initialized', params: {}});
    const settings = {yaml: {validate: true, completion: true, hover: true, schemaStore: {enable: false}}};
    send({method: 'workspace/didChangeConfiguration', params: {settings}});
    const text = fs.readFileSync(file, 'utf8');
    send({method: 'textDocument/didOpen', params: {textDocument: {uri, languageId: 'yaml', version: 1, text}}});
    const found = await diagnostics;
    for (const d of found) {
        console.log(`${file}:${d.range.start.line + 1}:${d.range.start.character + 1}: ${d.message} [${d.source}]`);
    }
    console.log(`${found.length} diagnostics`);
    if (place) {
        const [line, character] = place.split(':').map(n => Number(n) - 1);
        const where = {textDocument: {uri}, position: {line, character}};
        const hover = await ask('textDocument/hover', where);
        console.log('shown:', JSON.stringify(hover && (hover.contents.value || hover.contents)));
        const offered = await ask('textDocument/completion', where);
        console.log('offered:', (offered.items || offered).map(item => item.label).join(', '));
    }
    server.kill();
    process.exit(found.length ? 1 : 0);
}

main();
