/** No part is larger; the server sends 64 KiB and a line's rest. More is not a log. */
const LARGEST_HEAD = 64 * 1024;
const END_OF_LINE = 10;

/**
 * Reads `application/x-launcho-log` from a response: a line of JSON, then as many bytes as it says. Calls `onPart(head, text)` for
 * each part, and waits for what it returns, so that a view that pauses stops the server, too.
 */
export async function readParts(response, onPart) {
    const reader = response.body.getReader();
    const decoders = new Map();
    let bytes = new Uint8Array(0);
    const more = async () => {
        const { done, value } = await reader.read();
        if (done) return false;
        const both = new Uint8Array(bytes.length + value.length);
        both.set(bytes);
        both.set(value, bytes.length);
        bytes = both;
        return true;
    };
    try {
        for (;;) {
            let end;
            while ((end = bytes.indexOf(END_OF_LINE)) < 0) {
                if (bytes.length > LARGEST_HEAD) throw new Error('not a log');
                if (!(await more())) return;
            }
            const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
            bytes = bytes.subarray(end + 1);
            const size = head.bytes ?? 0;
            while (bytes.length < size) if (!(await more())) return;
            // A character may be cut at the end of a part; its rest is in the next part of the same instance.
            const decoder = decoders.get(head.instance) ?? new TextDecoder();
            keepNewest(decoders, head.instance, decoder);
            const text = decoder.decode(bytes.subarray(0, size), { stream: true });
            bytes = bytes.subarray(size);
            await onPart(head, text);
        }
    } finally {
        reader.cancel().catch(() => {});
    }
}

/** As many instances as a page remembers of a log. Of a process that ends all the time, the dead ones are forgotten. */
const MOST_INSTANCES = 200;

/** Sets an entry that becomes the newest. The one that was not set for the longest goes, but those of `listed()` go last. */
export function keepNewest(map, key, value, listed = () => new Set()) {
    map.delete(key);
    map.set(key, value);
    if (map.size <= MOST_INSTANCES) return;
    const alive = listed();
    const [oldest] = map.keys();
    map.delete([...map.keys()].find(each => each !== key && !alive.has(each)) ?? oldest);
}

/** Where to go on after a broken stream, as the parameter `from` has it: `NUMBER.NEXT~NUMBER.NEXT` in base 36. */
export class LogPlace {
    #next = new Map();
    #listed;

    /** `listed()` is the set of the instances that the server has: they may be quiet for long, and are forgotten last. */
    constructor(listed) {
        this.#listed = listed;
    }

    after({ instance, next }) {
        if (numberOf(instance) && next !== undefined) keepNewest(this.#next, instance, next, this.#listed);
    }

    get from() {
        return [...this.#next].map(([instance, next]) => [numberOf(instance), next]).sort(([a], [b]) => a - b)
            .map(pair => pair.map(n => n.toString(36)).join('.')).join('~');
    }
}

/** 0 if it has none; those of the server begin with 1. */
function numberOf(instance) {
    return Number(/-(\d+)$/.exec(instance ?? '')?.[1] ?? 0);
}
