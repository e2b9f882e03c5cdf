/**
 * Reads a `text/event-stream` (https://html.spec.whatwg.org/multipage/server-sent-events.html) from a response.
 * Calls `onEvent({event, id, data})` for each event, and `onBytes()` for all that arrives, pings too.
 */
export async function readEvents(response, { onEvent, onBytes }) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    let fields = {};
    for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        onBytes();
        const lines = (rest + value).split(/\r?\n/);
        rest = lines.pop();
        for (const line of lines) {
            if (line) take(line, fields);
            else {
                if (fields.data !== undefined) onEvent(fields);
                fields = {};
            }
        }
    }
}

function take(line, fields) {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    fields[name] = name === 'data' && fields.data !== undefined ? `${fields.data}\n${value}` : value;
}
