import { html } from '../html.js';
import { pieces } from '../text/ansi-text.js';

/** Bounds what one line costs the browser. */
const MOST_MARKS = 100;

/** A line of a log with its colours, and with the places marked where `search` is in it. */
export function LogLine({ text, search = '' }) {
    return pieces(text).map(piece => {
        const marked = search ? marks(piece.text, search) : piece.text;
        return piece.look ? html`<span class=${piece.look}>${marked}</span>` : marked;
    });
}

function marks(text, search) {
    const lower = text.toLowerCase();
    const wanted = search.toLowerCase();
    const found = [];
    let from = 0;
    for (let at = lower.indexOf(wanted); at >= 0 && found.length < 2 * MOST_MARKS; at = lower.indexOf(wanted, from)) {
        found.push(text.slice(from, at), html`<mark>${text.slice(at, at + wanted.length)}</mark>`);
        from = at + wanted.length;
    }
    found.push(text.slice(from));
    return found;
}
