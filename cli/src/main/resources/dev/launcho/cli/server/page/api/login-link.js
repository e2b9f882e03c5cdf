import { SharedValue } from '../live/shared-value.js';

/** The code of a link of `launcho ui` that led here and has not been used; '' if there is none. */
export const loginCode = new SharedValue('');

/** Takes a code off the address: neither title, history nor a bookmark shall have it. */
export function catchCode() {
    const found = /^#link=(.*)$/.exec(location.hash);
    if (!found) return;
    history.replaceState(null, '', location.pathname);
    loginCode.set(found[1]);
}

// Before the address means a view.
catchCode();
