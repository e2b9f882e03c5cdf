import { html } from '../html.js';
import { address } from '../live/page-route.js';
import { time } from '../text/quantity-text.js';
import { DataTable } from './data-table.js';
import { StateBadge } from './state-badge.js';

/** Events, newest first. Subjects that are in `links` (processes) lead to their page. */
export function EventTable({ events, links = new Set(), label = 'Events', empty }) {
    const columns = [
        { label: 'Time', mark: 'time', cell: e => html`<time datetime=${e.at} title=${e.at}>${time(e.at)}</time>` },
        { label: 'Severity', mark: 'state', cell: e => html`<${StateBadge} state=${e.severity} />` },
        { label: 'Subject', mark: 'name', cell: e => (links.has(e.subject) ? html`<a href=${address('process', e.subject)}>${e.subject}</a>` : e.subject) },
        { label: 'Event', mark: 'message', cell: e => html`<bdi>${e.message}</bdi>` },
    ];
    return html`<${DataTable} ...${{ label, columns, empty }} rows=${[...events].reverse()} keyOf=${e => e.sequence} />`;
}
