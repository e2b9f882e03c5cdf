/**
 * Reads colours out of a line of a log. All other escapes (cursor, title, links, ...) are left out, and control characters and
 * characters that turn the direction of writing become visible, so that a line can only say what it says.
 * Sequences are those of ECMA-48, colours those of xterm.
 */
const ESCAPE = /\x1b\[([0-9;:]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]/g;
const ANY_ESCAPE = /\x1b/;
const UNSEEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const TAB = 8;
/** Bounds what one line costs the browser; its rest has no colours. */
const MOST_PIECES = 400;

/** The line without colours, as it is searched and measured. */
export function plain(line) {
    return visible(ANY_ESCAPE.test(line) ? line.replace(ESCAPE, '') : line);
}

/** Pieces of the line: `{text, look}`, where a look is a class for each of colour, weight and so on, or ''. */
export function pieces(line) {
    if (!ANY_ESCAPE.test(line)) return [{ text: visible(line), look: '' }];
    const found = [];
    let look = {};
    let from = 0;
    const add = text => text && found.push({ text: visible(text), look: Object.values(look).join(' ') });
    for (const escape of line.matchAll(ESCAPE)) {
        if (found.length === MOST_PIECES) break;
        add(line.slice(from, escape.index));
        from = escape.index + escape[0].length;
        if (escape[1] !== undefined) look = after(look, escape[1]);
    }
    add(line.slice(from).replace(ESCAPE, ''));
    return found.length ? found : [{ text: '', look: '' }];
}

function visible(text) {
    return text
        .replace(/\t/g, ' '.repeat(TAB))
        .replace(UNSEEN, c => (c < ' ' ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : '\ufffd'));
}

/** The look after an SGR sequence with these parameters. */
function after(before, parameters) {
    let look = { ...before };
    const codes = parameters.split(/[;:]/).map(Number);
    for (let i = 0; i < codes.length; i++) {
        const code = codes[i];
        if (code === 0) look = {};
        else if (code === 1) look.weight = 'bold';
        else if (code === 2) look.weight = 'dim';
        else if (code === 3) look.slant = 'italic';
        else if (code === 4) look.line = 'underlined';
        else if (code === 7) look.turn = 'inverse';
        else if (code === 22) delete look.weight;
        else if (code === 23) delete look.slant;
        else if (code === 24) delete look.line;
        else if (code === 27) delete look.turn;
        else if (code === 39) delete look.ink;
        else if (code === 49) delete look.paper;
        else if (code >= 30 && code <= 37) look.ink = 'ink' + (code - 30);
        else if (code >= 90 && code <= 97) look.ink = 'ink' + (code - 82);
        else if (code >= 40 && code <= 47) look.paper = 'paper' + (code - 40);
        else if (code >= 100 && code <= 107) look.paper = 'paper' + (code - 100);
        else if (code === 38 || code === 48) {
            const indexed = codes[i + 1] === 5;
            const colour = indexed ? ofPalette(codes[i + 2]) : nearest(codes.slice(i + 2, i + 5));
            if (code === 38) look.ink = 'ink' + colour;
            else look.paper = 'paper' + (colour % 8);
            i += indexed ? 2 : 4;
        }
    }
    return look;
}

/** One of the page's 16 colours, which it can read on light and dark, in the place of one of 256. */
function ofPalette(index) {
    if (index < 16) return index;
    if (index >= 232) return index < 244 ? 8 : 7;
    const level = index - 16;
    return nearest([Math.floor(level / 36) * 51, (Math.floor(level / 6) % 6) * 51, (level % 6) * 51]);
}

function nearest([red = 0, green = 0, blue = 0]) {
    const strongest = Math.max(red, green, blue);
    const bit = (value, place) => (value > strongest / 2 && value > 40 ? place : 0);
    return bit(red, 1) + bit(green, 2) + bit(blue, 4) + (strongest > 200 ? 8 : 0);
}
