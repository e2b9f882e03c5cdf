import { call, query } from '../api/server-call.js';
import { status } from '../live/live-state.js';
import { isUnseen, seen, whileSeen } from '../live/page-sight.js';
import { keepNewest, LogPlace, readParts } from './log-parts.js';

const LONGEST_LINE = 1024 * 1024;
const WAIT = 1000;
/** HTTP: the address is too long. */
const TOO_LONG = 414;

/**
 * Reads a log, and follows it until `signal` ends it. A broken connection is taken up where it ended. Calls `onLine({instance, at,
 * text})`, `onState('reading' | 'live' | 'lost' | 'resting' | 'ended')`, and waits for `ready()` before each part.
 */
export async function followLog({ name, tail, since, grep, previous, follow }, { signal, onLine, onState, ready }) {
    const listed = () => new Set(status.value?.processes.flatMap(process => process.instances.map(({ id }) => id)));
    let place = new LogPlace(listed);
    // The rest of a line whose end has not come yet, by instance.
    const rests = new Map();
    let ended = false;
    const take = async (head, text) => {
        await ready();
        if (signal.aborted) throw new DOMException('ended', 'AbortError');
        if (head.end) ended = true;
        if (head.error) throw Object.assign(new Error(head.error), { final: true });
        if (!head.instance) return;
        if (head.lost) {
            onLine({ instance: head.instance, at: head.at, text: text.trimEnd(), remark: true });
        } else {
            const lines = ((rests.get(head.instance) ?? '') + text).split('\n');
            const rest = lines.pop();
            for (const line of lines) onLine({ instance: head.instance, at: head.at, text: line.replace(/\r$/, '') });
            if (rest.length > LONGEST_LINE) onLine({ instance: head.instance, at: head.at, text: rest });
            keepNewest(rests, head.instance, rest.length > LONGEST_LINE ? '' : rest, listed);
        }
        place.after(head);
    };
    while (!signal.aborted) {
        onState('reading');
        try {
            const from = place.from;
            const response = await call('GET', '/v1/logs' + query({ name, tail, since, grep, previous, follow, from }), { signal: whileSeen(signal) });
            onState('live');
            await readParts(response, take);
            if (ended || !follow) {
                for (const [instance, text] of rests) if (text) onLine({ instance, text });
                return onState('ended');
            }
        } catch (failure) {
            if (signal.aborted) return;
            if (isUnseen()) {
                onState('resting');
                await seen();
                continue;
            }
            if (failure.status === TOO_LONG && place.from) {
                place = new LogPlace(listed);
                rests.clear();
                continue;
            }
            if (failure.final || (failure.status >= 400 && ![401, 503].includes(failure.status))) throw failure;
        }
        onState('lost');
        await new Promise(resolve => setTimeout(resolve, WAIT));
    }
}
