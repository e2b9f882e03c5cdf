import { pendingChange } from '../live/pending-change.js';
import { callJson, path, query } from './server-call.js';

const post = (name, action) => () => callJson('POST', path('processes', name, action));

/** Each asks first; the dialog sends the change. */
export function askRestart(name, instances) {
    pendingChange.set({
        title: `Restart ${name}`, button: 'Restart', send: post(name, 'restart'),
        lines: [instances === 1 ? 'A new instance takes the place of the running one.' : `New instances take the place of the ${instances} running ones, as the update policy says.`],
    });
}

export function askPause(name) {
    pendingChange.set({
        title: `Pause the rollout of ${name}`, button: 'Pause', send: post(name, 'pause'),
        lines: ['No new instance starts and no old one is retired until you resume it.'],
    });
}

export function askResume(name) {
    pendingChange.set({
        title: `Resume the rollout of ${name}`, button: 'Resume', send: post(name, 'resume'), lines: ['Its rollouts go on.'],
    });
}

export function askRetry(name) {
    pendingChange.set({
        title: `Retry ${name} now`, button: 'Retry now', send: post(name, 'clear-backoff'),
        lines: ['The server starts it at once, without waiting for the end of its backoff.'],
    });
}

/** Shows the server's plan first, and makes the change only if nobody came between. */
export function askRollback(revision) {
    pendingChange.set({
        title: `Roll back to revision ${revision}`, button: 'Roll back', danger: true, withMessage: true,
        lines: ['Target, secrets and resources become those of that revision, as a new revision.'],
        plan: () => callJson('POST', '/v1/rollback/plan' + query({ revision })),
        send: ({ message, expected }) => callJson('POST', '/v1/rollback' + query({ revision, expected, message })),
    });
}
