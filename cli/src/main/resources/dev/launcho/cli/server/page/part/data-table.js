import { html } from '../html.js';

/**
 * A table that becomes cards on a narrow screen; the roles keep it a table for screen readers there. A column is `{label, cell, end,
 * mark}`: `cell` makes the content for a row, `end` is for numbers, and `mark` is a class. `after` makes what stands below a row, over
 * its whole width.
 */
export function DataTable({ label, columns, rows, keyOf, after = () => null, toneOf = () => '', empty = 'None.' }) {
    if (!rows.length) return html`<p class="empty">${empty}</p>`;
    return html`<table class="data" role="table" aria-label=${label}>
        <thead role="rowgroup"><tr role="row">${columns.map(column => html`
            <th role="columnheader" scope="col" class=${column.end ? 'end' : ''}>${column.label}</th>`)}</tr></thead>
        <tbody role="rowgroup">${rows.map(row => html`<${Row} key=${keyOf(row)} ...${{ row, columns, tone: toneOf(row) }} below=${after(row)} />`)}</tbody>
    </table>`;
}

function Row({ row, columns, tone, below }) {
    return [
        html`<tr role="row" class="${tone} ${below ? 'joined' : ''}">${columns.map((column, i) => html`
            <td role=${i ? 'cell' : 'rowheader'} data-label=${column.label} class="${column.end ? 'end' : ''} ${column.mark ?? ''}">${column.cell(row)}</td>`)}</tr>`,
        below && html`<tr role="row" class="below ${tone}"><td role="cell" colspan=${columns.length}>${below}</td></tr>`,
    ];
}
