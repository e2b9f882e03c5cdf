import { html } from '../html.js';

/** Why something failed, and what to do next, line by line. */
export function FailureNote({ failure }) {
    if (!failure) return null;
    return html`<div class="failure" role="alert">${(failure.lines ?? [failure.message]).map(line => html`<p>${line}</p>`)}</div>`;
}
