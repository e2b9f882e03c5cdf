/** Saves the lines that the page has as a file, as they were written, with their escapes. */
export function downloadLog(name, buffer) {
    const parts = [];
    for (const line of buffer) parts.push(line.text, '\n');
    const url = URL.createObjectURL(new Blob(parts, { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${name.replace(/[^\w.-]/g, '_')}.log`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
