import { html } from '../html.js';
import { status } from '../live/live-state.js';
import { address } from '../live/page-route.js';
import { useAnswer } from '../live/server-answer.js';
import { useShared } from '../live/shared-value.js';
import { DataTable } from '../part/data-table.js';
import { FailureNote } from '../part/failure-note.js';
import { StateBadge } from '../part/state-badge.js';
import { time } from '../text/quantity-text.js';
import { toneOf } from '../text/state-tone.js';

/** All kept revisions, newest first: who changed what, why, and what came of it. */
export function HistoryView() {
    const state = useShared(status);
    // The outcome comes after the change; a change of any process's state may be its end.
    const version = state && `${state.revision} ${state.processes.map(p => p.state).join()}`;
    const { answer, failure } = useAnswer('/v1/revisions', version);
    const columns = [
        { label: 'Revision', mark: 'name', cell: r => html`<a href=${address('history', r.revision)}>${r.revision}</a>${r.current && html` <em class="current">current</em>`}` },
        { label: 'Outcome', mark: 'state', cell: r => html`<${StateBadge} state=${r.outcome} />` },
        { label: 'Time', mark: 'time', cell: r => html`<time datetime=${r.at} title=${r.at}>${time(r.at)}</time>` },
        { label: 'By', cell: r => html`<bdi>${r.by}</bdi>` },
        { label: 'Message', mark: 'message', cell: r => html`<bdi>${r.message || r.change}</bdi>` },
        { label: 'Receipt', mark: 'message', cell: r => html`<bdi>${r.summary}</bdi>` },
    ];
    return html`<h1>History</h1><${FailureNote} failure=${failure} />
        ${answer && html`<${DataTable} label="Revisions" columns=${columns} rows=${answer.revisions} keyOf=${r => r.revision}
            toneOf=${r => toneOf(r.outcome)} empty="No target was set yet." />`}`;
}
