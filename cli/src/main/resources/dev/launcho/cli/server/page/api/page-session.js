import { changeReport, pendingChange } from '../live/pending-change.js';
import { SharedValue } from '../live/shared-value.js';
import { loginCode } from './login-link.js';
import { dropKey, findKey, keepKey, keyReplaced, LONG_PATIENCE, pageKey } from './page-key.js';
import { callJson, signedOut } from './server-call.js';

const RESUME_AFTER = 1000;

/** `{role, name, fingerprint, version, changes_until}`; null if nobody is signed in, undefined before the server has said so. */
export const session = new SharedValue(undefined);

/** Why the page asks for a token again; null if it does not. */
export const ending = new SharedValue(null);

// What one user has begun, the next must neither see nor send.
session.subscribe(current => {
    if (current) return;
    pendingChange.set(null);
    changeReport.set(null);
});
let recovering = null;
signedOut.addEventListener('signed-out', () => (recovering ??= recover().finally(() => (recovering = null))));
keyReplaced.addEventListener('replaced', () => {
    session.set(null);
    resumeSoon();
});

/** Another tab may have the key of a newer session. */
async function recover() {
    let current;
    try {
        current = await find();
    } catch {
        return; // The next call that is refused tries again.
    }
    if (!current && session.value) ending.set({ lines: ['The session has ended. Sign in again.'] });
    if (current?.name !== session.value?.name) session.set(null);
    session.set(current);
}

/** Resumes, now or when the server answers. */
function resumeSoon() {
    resume().catch(failure => failure.status === 0 && setTimeout(resumeSoon, RESUME_AFTER));
}

/**
 * Asks the server whether the browser still has a session. A link's code signs in, but asks first where somebody is signed in: any
 * page can have a browser follow a link, and would make its user somebody else.
 */
export async function resume() {
    const link = loginCode.value;
    loginCode.set('');
    try {
        await resumeWith(link);
    } catch (failure) {
        // Nobody has taken the code; whoever waits for it resumes with it.
        if (link && failure.status === 0) setTimeout(() => loginCode.value || loginCode.set(link), RESUME_AFTER);
        throw failure;
    }
}

async function resumeWith(link) {
    const current = await find(link ? LONG_PATIENCE : undefined);
    if (current) {
        session.set(current);
        ending.set(null);
    }
    if (!link) return session.set(current);
    if (!current) return signIn({ link });
    pendingChange.set({
        title: 'Sign in anew?', button: 'Sign in',
        lines: [`You are signed in with the token ${current.name}. A link was opened that signs in by itself, maybe with another token.`,
            'Go on only if you have just typed launcho ui.'],
        send: async () => (await signIn({ link }), {}),
    });
}

/** The session of now; null if there is none. Throws CallFailure if the server can't say. */
async function find(patience) {
    // A tab that was restored has an old key, where another tab may have the good one.
    for (let tries = 0; tries < 2; tries++) {
        await findKey(patience);
        const key = pageKey();
        if (!key) return null;
        try {
            return await callJson('GET', '/v1/session', { login: true });
        } catch (failure) {
            if (failure.status !== 401) throw failure;
            dropKey(key);
        }
    }
    return null;
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
