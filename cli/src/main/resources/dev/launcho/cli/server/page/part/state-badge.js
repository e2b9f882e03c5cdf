import { html } from '../html.js';
import { toneOf } from '../text/state-tone.js';

/** A state as a coloured mark and its word; the word alone says it, too. */
export function StateBadge({ state, tone = toneOf(state) }) {
    return html`<span class="badge ${tone}"><i aria-hidden="true"></i>${state}</span>`;
}
