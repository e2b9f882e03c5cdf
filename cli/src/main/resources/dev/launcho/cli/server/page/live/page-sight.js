// A browser has six connections to a server, for all of its tabs. A tab that nobody has looked at for a while gives up its streams.
const PATIENCE = 30_000;

let unseen = new AbortController();
const wake = [];
let timer;

document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) {
        timer = setTimeout(() => unseen.abort(), PATIENCE);
    } else if (unseen.signal.aborted) {
        unseen = new AbortController();
        wake.splice(0).forEach(resolve => resolve());
    }
});

/** The signal that ends a stream with `signal`, or when nobody has looked for a while. */
export function whileSeen(signal) {
    return AbortSignal.any([signal, unseen.signal]);
}

export function isUnseen() {
    return unseen.signal.aborted;
}

/** Comes back at once if somebody looks, and else when somebody does. */
export function seen() {
    return isUnseen() ? new Promise(resolve => wake.push(resolve)) : Promise.resolve();
}
