import { SharedValue } from '../live/shared-value.js';
import { dropKey, findKey, keepKey, keyReplaced, pageKey } from './page-key.js';
import { callJson, signedOut } from './server-call.js';

/** `{role, name, fingerprint, version, changes_until}`; null if nobody is signed in, undefined before the server has said so. */
export const session = new SharedValue(undefined);

/** Why the page asks for a token again; null if it does not. */
export const ending = new SharedValue(null);

signedOut.addEventListener('signed-out', () => {
    if (session.value) ending.set({ lines: ['The session has ended. Sign in again.'] });
    session.set(null);
});
keyReplaced.addEventListener('replaced', () => {
    session.set(null);
    show().catch(() => {});
});

/** Asks the server whether the browser still has a session. A link's code, in the address, signs in. */
export async function resume() {
    const link = /^#link=(.+)$/.exec(location.hash);
    if (link) {
        // The code is used up; neither the history nor a bookmark shall have it.
        history.replaceState(null, '', location.pathname);
        return signIn({ link: decodeURIComponent(link[1]) });
    }
    await findKey();
    if (!pageKey()) return session.set(null);
    try {
        await show();
    } catch (failure) {
        if (failure.status !== 401) throw failure;
        session.set(null);
    }
}

async function show() {
    session.set(await callJson('GET', '/v1/session'));
    ending.set(null);
}

/** Takes `{token}` or `{link}`. */
export async function signIn(credential) {
    keepKey((await callJson('POST', '/v1/session', { body: credential, login: true })).page_key);
    await show();
}

export async function signOut() {
    try {
        await callJson('DELETE', '/v1/session');
    } finally {
        dropKey(pageKey());
        session.set(null);
    }
}

/** Opens changes for some minutes, or closes them. */
export async function allowChanges(allow) {
    await callJson('POST', '/v1/session/changes', { body: { allow } });
    await show();
}

/** Whether the server takes changes from this session at `now`, in milliseconds. */
export function changesOpen(current, now) {
    return current?.role === 'admin' && Date.parse(current.changes_until || 0) > now;
}
