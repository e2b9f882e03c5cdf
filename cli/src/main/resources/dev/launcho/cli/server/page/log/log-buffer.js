import { plain } from '../text/ansi-text.js';

/** Bounds what a log costs the browser: lines, and characters of all lines together. */
export const MOST_LINES = 100_000;
const MOST_CHARACTERS = 48_000_000;
const LONGEST_LINE = 16_384;
const CHUNK = 1000;
// Twice as wide as others in a monospace font: East Asian scripts and emoji.
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|[\ud83c-\ud83e]/g;

/**
 * The last lines of a log. Lines lie in chunks that know how many rows they take when wrapped, so that finding the line at a
 * height costs some hundred steps and not a hundred thousand. `columns` is Infinity when nothing is wrapped.
 */
export class LogBuffer {
    /** Lines that were there and had to go. */
    dropped = 0;
    rows = 0;
    count = 0;
    #chunks = [];
    #characters = 0;
    #columns = Infinity;

    /** Takes `{instance, at, text, error}`. */
    add(line) {
        if (line.text.length > LONGEST_LINE)
            line.text = `${line.text.slice(0, LONGEST_LINE)} … ${line.text.length - LONGEST_LINE} more characters`;
        let chunk = this.#chunks.at(-1);
        if (!chunk || chunk.lines.length === CHUNK) this.#chunks.push((chunk = { lines: [], rows: 0, characters: 0 }));
        line.rows = this.#rowsOf(line);
        chunk.lines.push(line);
        chunk.rows += line.rows;
        chunk.characters += line.text.length;
        this.rows += line.rows;
        this.count++;
        this.#characters += line.text.length;
    }

    /** Drops the oldest chunks beyond the bounds. Returns how many rows went with them. */
    trim() {
        let rows = 0;
        while (this.#chunks.length > 1 && (this.count - this.#chunks[0].lines.length >= MOST_LINES || this.#characters > MOST_CHARACTERS)) {
            const chunk = this.#chunks.shift();
            rows += chunk.rows;
            this.rows -= chunk.rows;
            this.count -= chunk.lines.length;
            this.dropped += chunk.lines.length;
            this.#characters -= chunk.characters;
        }
        return rows;
    }

    /** Counts rows anew for a window of so many columns. */
    wrapAt(columns) {
        if (columns === this.#columns) return;
        this.#columns = columns;
        this.rows = 0;
        for (const chunk of this.#chunks) {
            chunk.rows = 0;
            for (const line of chunk.lines) chunk.rows += line.rows = this.#rowsOf(line);
            this.rows += chunk.rows;
        }
    }

    /** The lines that cover these rows, each with the row at which it begins. */
    slice(fromRow, toRow) {
        const found = [];
        let row = 0;
        let number = this.dropped;
        for (const chunk of this.#chunks) {
            if (row + chunk.rows > fromRow) {
                for (const line of chunk.lines) {
                    if (row + line.rows > fromRow) found.push({ line, row, number });
                    row += line.rows;
                    number++;
                    if (row >= toRow) return found;
                }
            } else {
                row += chunk.rows;
                number += chunk.lines.length;
            }
        }
        return found;
    }

    /** The row of the next line with this text, from a row on and around the end; -1 if there is none. */
    find(text, fromRow, backwards = false) {
        const wanted = text.toLowerCase();
        let row = 0;
        let first = -1;
        let last = -1;
        let before = -1;
        for (const line of this) {
            if (plain(line.text).toLowerCase().includes(wanted)) {
                if (first < 0) first = row;
                if (row < fromRow) before = row;
                if (!backwards && row >= fromRow) return row;
                last = row;
            }
            row += line.rows;
        }
        return backwards ? (before < 0 ? last : before) : first;
    }

    *[Symbol.iterator]() {
        for (const chunk of this.#chunks) yield* chunk.lines;
    }

    #rowsOf(line) {
        if (this.#columns === Infinity) return 1;
        const text = plain(line.text);
        const width = text.length + (text.match(WIDE)?.length ?? 0);
        return Math.max(1, Math.ceil(width / this.#columns));
    }
}
