import { pendingChange } from '../live/pending-change.js';
import { SharedValue } from '../live/shared-value.js';
import { loginCode } from './login-link.js';
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

/**
 * Asks the server whether the browser still has a session. A link's code signs in, but asks first where somebody is signed in: any
 * page can have a browser follow a link, and would make its user somebody else.
 */
export async function resume() {
    const link = loginCode.value;
    loginCode.set('');
    const current = await find();
    if (!link) return session.set(current);
    if (!current) return signIn({ link });
    session.set(current);
    pendingChange.set({
        title: 'Sign in anew?', button: 'Sign in',
        lines: [`You are signed in with the token ${current.name}. A link was opened that signs in by itself, maybe with another token.`,
            'Go on only if you have just typed launcho ui.'],
        send: async () => (await signIn({ link }), {}),
    });
}

/** The session of now; null if there is none. */
async function find() {
    await findKey();
    if (!pageKey()) return null;
    try {
        return await callJson('GET', '/v1/session');
    } catch (failure) {
        if (failure.status !== 401) throw failure;
        return null;
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
