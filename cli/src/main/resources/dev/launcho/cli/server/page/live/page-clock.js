import { SharedValue } from './shared-value.js';

/** The time in milliseconds, once a second while somebody looks. Ages and waiting times are drawn from it. */
export const clock = new SharedValue(Date.now());

setInterval(() => {
    if (!document.hidden) clock.set(Date.now());
}, 1000);
