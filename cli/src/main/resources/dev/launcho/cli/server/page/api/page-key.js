// The key of the session's page. A browser sends the cookie to every port of a host, and a program there can set it; this key only
// pages of this very origin have. The server wants both. The key lives as long as its tab; a new tab asks the others for it.
const NAME = 'page-key';
const PATIENCE = 300;

const tabs = new BroadcastChannel(NAME);
let answered = () => {};

/** Fired when another tab has signed in: the browser's cookie is that of its session now. */
export const keyReplaced = new EventTarget();

tabs.addEventListener('message', ({ data: { asks, answer, fresh } }) => {
    if (asks && pageKey()) tabs.postMessage({ answer: pageKey() });
    if (answer) answered(answer);
    if (fresh) {
        sessionStorage.setItem(NAME, fresh);
        keyReplaced.dispatchEvent(new Event('replaced'));
    }
});

/** '' if this tab has none. */
export function pageKey() {
    return sessionStorage.getItem(NAME) ?? '';
}

/** Asks the other tabs if this one has none. */
export async function findKey() {
    if (pageKey()) return;
    const key = await new Promise(resolve => {
        answered = resolve;
        tabs.postMessage({ asks: true });
        setTimeout(resolve, PATIENCE, '');
    });
    if (key && !pageKey()) sessionStorage.setItem(NAME, key);
}

/** Keeps the key of a new session, for the other tabs, too. */
export function keepKey(key) {
    sessionStorage.setItem(NAME, key);
    tabs.postMessage({ fresh: key });
}

/** Forgets a key of which the server knows nothing any more. */
export function dropKey(key) {
    if (key === pageKey()) sessionStorage.removeItem(NAME);
}
