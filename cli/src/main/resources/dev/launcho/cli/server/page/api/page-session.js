import { SharedValue } from '../live/shared-value.js';
import { callJson, signedOut } from './server-call.js';

/** `{role, name, fingerprint, version, changes_until}`; null if nobody is signed in, undefined before the server has said so. */
export const session = new SharedValue(undefined);

/** Why the page asks for a token again; null if it does not. */
export const ending = new SharedValue(null);

signedOut.addEventListener('signed-out', () => {
    if (session.value) ending.set({ lines: ['The session has ended. Sign in again.'] });
    session.set(null);
});

/** Asks the server whether the browser still has a session. A link's code, in the address, signs in. */
export async function resume() {
    const link = /^#link=(.+)$/.exec(location.hash);
    if (link) {
        // The code is used up; neither the history nor a bookmark shall have it.
        history.replaceState(null, '', location.pathname);
        return signIn({ link: decodeURIComponent(link[1]) });
    }
    try {
        session.set(await callJson('GET', '/v1/session'));
    } catch (failure) {
        if (failure.status !== 401) throw failure;
        session.set(null);
    }
}

/** Takes `{token}` or `{link}`. */
export async function signIn(credential) {
    await callJson('POST', '/v1/session', { body: credential });
    ending.set(null);
    session.set(await callJson('GET', '/v1/session'));
}

export async function signOut() {
    try {
        await callJson('DELETE', '/v1/session');
    } finally {
        session.set(null);
    }
}

/** Opens changes for some minutes, or closes them. */
export async function allowChanges(allow) {
    await callJson('POST', '/v1/session/changes', { body: { allow } });
    session.set(await callJson('GET', '/v1/session'));
}

/** Whether the server takes changes from this session at `now`, in milliseconds. */
export function changesOpen(current, now) {
    return current?.role === 'admin' && Date.parse(current.changes_until || 0) > now;
}
