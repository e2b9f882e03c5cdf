import { SharedValue } from './shared-value.js';

/**
 * The change that waits for a user's word: `{title, lines, button, danger, plan, withMessage, send}`. `plan` returns a promise of the
 * server's plan, which is shown first; `send({message, expected})` makes the change. Null if there is none.
 */
export const pendingChange = new SharedValue(null);
/** What the last change did: `{lines}`, or null. */
export const changeReport = new SharedValue(null);
