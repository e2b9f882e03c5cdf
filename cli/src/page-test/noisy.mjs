// Writes 5 MB a second: numbered lines of 100 bytes. Waits where nobody takes them.
const LINE = 100;
const PER_TICK = 500;
let number = 0;

setInterval(() => {
    if (process.stdout.writableLength > 0) return;
    const lines = [];
    for (let i = 0; i < PER_TICK; i++) lines.push(`line ${++number} `.padEnd(LINE - 1, '.'));
    process.stdout.write(lines.join('\n') + '\n');
}, 10);
