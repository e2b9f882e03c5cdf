import { html } from '../html.js';
import { changeReport } from '../live/pending-change.js';
import { useShared } from '../live/shared-value.js';

/** What the last change did. The region is always there, so that screen readers hear of it. */
export function ChangeReport() {
    const report = useShared(changeReport);
    return html`<div class="report" role="status">${report && html`<div>
        <p><b>${report.title}</b> ${report.changed === false ? 'Nothing differed.' : 'Done.'}</p>
        ${report.lines.map(line => html`<p><bdi>${line}</bdi></p>`)}
        <button class="plain" onClick=${() => changeReport.set(null)}>Close</button></div>`}</div>`;
}
