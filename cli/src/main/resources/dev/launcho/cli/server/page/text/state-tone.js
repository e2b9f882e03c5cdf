// What a state is worth to an eye that looks for trouble: its colour, and its place in a list.
const TONES = {
    ok: 'good', completed: 'good', ready: 'good', live: 'good', open: 'good',
    starting: 'busy', rolling: 'busy', opening: 'busy', 'looking-up': 'busy', running: 'busy', leaving: 'busy', draining: 'busy',
    stopping: 'busy', launching: 'busy', waiting: 'warn', degraded: 'warn', closed: 'warn', unhealthy: 'warn', warning: 'warn',
    superseded: 'idle', info: 'idle', failed: 'bad', backoff: 'bad', error: 'bad',
};
const ORDER = ['bad', 'warn', 'busy', 'idle', 'good'];

export function toneOf(state) {
    return TONES[state] ?? 'idle';
}

/** Sorts what is broken to the front; equals stay in the order of the target. */
export function worstFirst(items, state = item => item.state) {
    return [...items].sort((a, b) => ORDER.indexOf(toneOf(state(a))) - ORDER.indexOf(toneOf(state(b))));
}
