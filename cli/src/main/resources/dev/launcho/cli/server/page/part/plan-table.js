import { html } from '../html.js';

/** What a change would do, as the server says it: each process and service, with what differs and why. */
export function PlanTable({ plan }) {
    if (!plan.changed) return html`<p class="empty">Nothing would change.</p>`;
    return html`<div class="plan" role="group" aria-label="Plan">
        <p class="head">Revision ${plan.revision} → ${plan.next}</p>
        <ul>${[...plan.processes.map(item => ['process', item]), ...plan.services.map(item => ['service', item])].map(([kind, item]) => html`
            <li class=${item.effect}><p><b>${kind} ${item.name}</b> <bdi>${item.how || item.effect}</bdi></p>
                ${item.fields.length === 0 && item.causes.map(cause => html`<p class="cause"><bdi>${cause}</bdi></p>`)}
                ${item.fields.map(field => html`<p class="field"><code>${field.key}</code>
                    ${field.secret ? html` secret ${field.secret} differs` : html` <del>${field.before}</del> → <ins>${field.after}</ins>`}</p>`)}
                ${item.connections > 0 && html`<p class="cause">${item.connections} open connections may go on for ${item.drain}</p>`}
            </li>`)}</ul>
        ${plan.notices.map(notice => html`<p class="notice"><bdi>${notice}</bdi></p>`)}
    </div>`;
}
