import { html, useMemo, useState } from '../html.js';
import { askRollback } from '../api/process-change.js';
import { changesOpen, session } from '../api/page-session.js';
import { path } from '../api/server-call.js';
import { status } from '../live/live-state.js';
import { address } from '../live/page-route.js';
import { clock } from '../live/page-clock.js';
import { useAnswer } from '../live/server-answer.js';
import { useShared } from '../live/shared-value.js';
import { FailureNote } from '../part/failure-note.js';
import { StateBadge } from '../part/state-badge.js';
import { inContext, lineDiff } from '../text/line-diff.js';
import { time } from '../text/quantity-text.js';

const SIGNS = { same: ' ', gone: '-', new: '+' };

/** One revision: its change against another one, line by line, and the way back to it. */
export function RevisionView({ revision }) {
    const state = useShared(status);
    const open = changesOpen(useShared(session), useShared(clock));
    const [base, setBase] = useState(-1);
    const { answer: list } = useAnswer('/v1/revisions', state?.revision);
    const { answer: shown, failure } = useAnswer(path('revisions', revision), state?.revision);
    const others = (list?.revisions ?? []).map(r => r.revision).filter(r => r !== revision);
    const against = base >= 0 ? base : others.find(r => r < revision) || 0;
    const { answer: before } = useAnswer(against ? path('revisions', against) : '', 0);
    if (failure) return html`<h1>Revision ${revision}</h1><${FailureNote} failure=${failure} />`;
    if (!shown) return html`<p class="empty">Asking …</p>`;
    return html`<header class="title">
            <h1>Revision ${revision}</h1><${StateBadge} state=${shown.outcome} />${shown.current && html`<em class="current">current</em>`}
            <span>${shown.by}, ${time(shown.at)}</span>
            ${open && !shown.current && html`<button class="danger" onClick=${() => askRollback(revision)}>Roll back to it</button>`}
        </header>
        ${shown.message && html`<p><q>${shown.message}</q></p>`}
        ${shown.change && html`<p><bdi>${shown.change}</bdi></p>`}
        <p class="receipt"><bdi>${shown.summary}</bdi></p>
        ${shown.causes.length > 0 && html`<pre class="causes" tabindex="0">${shown.causes.join('\n')}</pre>`}
        <section aria-labelledby="diff-title">
            <h2 id="diff-title">Target</h2>
            ${others.length > 0 && html`<label class="against">Against revision <select value=${against} onChange=${e => setBase(Number(e.target.value))}>
                ${others.map(r => html`<option value=${r}>${r}</option>`)}<option value="0">none</option></select></label>`}
            <${TargetDiff} before=${against ? before?.text : ''} after=${shown.text} />
        </section>
        <p><a href=${address('history')}>All revisions</a></p>`;
}

function TargetDiff({ before, after }) {
    const lines = useMemo(() => (before === undefined ? null : inContext(lineDiff(before, after))), [before, after]);
    if (!lines) return html`<p class="empty">Asking …</p>`;
    if (!lines.some(line => line.kind === 'new' || line.kind === 'gone')) return html`<p class="empty">The texts are the same.</p>`;
    return html`<div class="diff" role="region" aria-label="Changed lines" tabindex="0">${lines.map(line => line.kind === 'skipped'
        ? html`<div class="skipped">${line.count} equal lines</div>`
        : html`<div class=${line.kind}><span>${SIGNS[line.kind]}</span><bdi>${line.text}</bdi></div>`)}</div>`;
}
