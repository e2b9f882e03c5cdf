/** Beyond so many differing lines the texts are shown as wholly different: the time grows with the square. */
const MOST_CHANGES = 1500;

/** The lines of both texts in order: `{kind: 'same' | 'gone' | 'new', text}`. Myers' algorithm, "An O(ND) Difference Algorithm". */
export function lineDiff(before, after) {
    const a = linesOf(before);
    const b = linesOf(after);
    let head = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) head++;
    let tail = 0;
    while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
    const same = lines => lines.map(text => ({ kind: 'same', text }));
    return [
        ...same(a.slice(0, head)),
        ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
        ...same(a.slice(a.length - tail)),
    ];
}

/** Only what differs, with some lines around; `{kind: 'skipped', count}` stands for the others. */
export function inContext(diff, around = 3) {
    const near = diff.map(() => false);
    diff.forEach((line, i) => {
        if (line.kind !== 'same') near.fill(true, Math.max(0, i - around), i + around + 1);
    });
    const shown = [];
    diff.forEach((line, i) => {
        if (near[i]) shown.push(line);
        else if (shown.at(-1)?.kind === 'skipped') shown.at(-1).count++;
        else shown.push({ kind: 'skipped', count: 1 });
    });
    return shown;
}

function linesOf(text) {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines;
}

function middle(a, b) {
    const whole = () => [...a.map(text => ({ kind: 'gone', text })), ...b.map(text => ({ kind: 'new', text }))];
    if (!a.length || !b.length) return whole();
    const steps = [];
    let ends = new Map([[1, 0]]);
    for (let d = 0; d <= Math.min(a.length + b.length, MOST_CHANGES); d++) {
        steps.push(new Map(ends));
        for (let k = -d; k <= d; k += 2) {
            const down = k === -d || (k !== d && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1));
            let x = down ? ends.get(k + 1) : ends.get(k - 1) + 1;
            while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
            ends.set(k, x);
            if (x >= a.length && x - k >= b.length) return walk(a, b, steps);
        }
    }
    return whole();
}

/** The way back from both ends through the steps. */
function walk(a, b, steps) {
    const found = [];
    let x = a.length;
    let y = b.length;
    for (let d = steps.length - 1; d >= 0; d--) {
        const ends = steps[d];
        const k = x - y;
        const down = k === -d || (k !== d && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1));
        const fromX = d === 0 ? 0 : down ? ends.get(k + 1) : ends.get(k - 1);
        const fromY = d === 0 ? 0 : fromX - (down ? k + 1 : k - 1);
        while (x > fromX && y > fromY && a[x - 1] === b[y - 1]) {
            found.push({ kind: 'same', text: a[--x] });
            y--;
        }
        if (d > 0) found.push(down ? { kind: 'new', text: b[--y] } : { kind: 'gone', text: a[--x] });
    }
    return found.reverse();
}
