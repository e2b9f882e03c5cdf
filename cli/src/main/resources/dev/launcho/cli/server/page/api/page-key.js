// The key of the session's page. A browser sends the cookie to every port of a host, and a program there can set it; this key only
// pages of this very origin have. The server wants both. The key lives as long as its tab; a new tab asks the others for it.
const NAME = 'page-key';
const PATIENCE = 300;
/** Who must not overlook another tab, however busy that is, waits for so long. */
export const LONG_PATIENCE = 1500;

const tabs = new BroadcastChannel(NAME);
const refused = new Set();
/** Takes the key of another tab; null while this tab does not wait for one. */
let answered = null;

/** Fired when another tab has signed in, so that the browser's cookie is that of its session; or its answer came late. */
export const keyReplaced = new EventTarget();

tabs.addEventListener('message', ({ data: { asks, answer, fresh } }) => {
    if (asks && pageKey()) tabs.postMessage({ answer: pageKey() });
    const useful = answer && !pageKey() && !refused.has(answer);
    if (useful && answered) answered(answer);
    else if (useful || fresh) {
        sessionStorage.setItem(NAME, fresh ?? answer);
        keyReplaced.dispatchEvent(new Event('replaced'));
    }
});

/** '' if this tab has none. */
export function pageKey() {
    return sessionStorage.getItem(NAME) ?? '';
}

/** Asks the other tabs if this one has none. */
export async function findKey(patience = PATIENCE) {
    if (pageKey()) return;
    const key = await new Promise(resolve => {
        answered = resolve;
        tabs.postMessage({ asks: true });
        setTimeout(resolve, patience, '');
    });
    answered = null;
    if (key && !pageKey()) sessionStorage.setItem(NAME, key);
}

/** Keeps the key of a new session, for the other tabs, too. */
export function keepKey(key) {
    sessionStorage.setItem(NAME, key);
    tabs.postMessage({ fresh: key });
}

/** Forgets a key of which the server knows nothing any more. */
export function dropKey(key) {
    // A tab that has not heard of it yet must not bring it back.
    refused.add(key);
    if (key === pageKey()) sessionStorage.removeItem(NAME);
}
