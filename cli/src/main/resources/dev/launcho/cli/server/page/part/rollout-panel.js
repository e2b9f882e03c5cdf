import { html, useState } from '../html.js';
import { path } from '../api/server-call.js';
import { address } from '../live/page-route.js';
import { clock } from '../live/page-clock.js';
import { useRollout } from '../live/rollout-steps.js';
import { useAnswer } from '../live/server-answer.js';
import { useShared } from '../live/shared-value.js';
import { span, time } from '../text/quantity-text.js';
import { StateBadge } from './state-badge.js';

const STEPS_SHOWN = 8;
/** After that a rollout that went well is history. */
const FRESH = 10 * 60_000;

/** The rollout of the current revision: drawn while it runs, and its receipt when it has ended. */
export function RolloutPanel({ status }) {
    const { steps, end } = useRollout(status.revision);
    const { answer } = useAnswer(status.revision ? path('revisions', status.revision) : '', end?.outcome);
    const now = useShared(clock);
    const [all, setAll] = useState(false);
    if (!status.revision || (!steps.length && !end)) return null;
    const outcome = end?.outcome ?? 'running';
    const touched = status.processes.filter(process => steps.some(step => step.process === process.name));
    const ended = Date.parse(answer?.ended || 0) || now;
    const open = outcome === 'running' || outcome === 'failed' || now - ended < FRESH;
    return html`<section class="rollout ${outcome}" aria-labelledby="rollout-title">
        <header>
            <h2 id="rollout-title">Rollout of <a href=${address('history', status.revision)}>revision ${status.revision}</a></h2>
            <${StateBadge} state=${outcome} />
            <span class="by">${status.revision_by}, ${time(status.revision_at)}
                ${' '}(${outcome === 'running' ? span(now - Date.parse(status.revision_at)) : span(ended - Date.parse(status.revision_at))})</span>
            ${answer?.message && html`<q>${answer.message}</q>`}
        </header>
        ${open && outcome === 'running' && html`<ul class="lanes">${touched.map(process => html`<${Lane} key=${process.name} process=${process}
            last=${steps.findLast(step => step.process === process.name)} />`)}</ul>`}
        ${end && html`<div class="receipt" role="status"><p><bdi>${end.summary}</bdi></p>
            ${open && end.causes.length > 0 && html`<pre tabindex="0">${end.causes.join('\n')}</pre>`}</div>`}
        ${open && steps.length > 0 && html`<ol class="steps" aria-label="Steps" aria-live=${end ? 'off' : 'polite'}>
            ${(all ? steps : steps.slice(-STEPS_SHOWN)).map(step => html`<li key=${step.number}>
                <time datetime=${step.at}>${time(step.at)}</time><b>${step.process}</b><bdi>${step.message}</bdi></li>`)}
        </ol>`}
        ${open && steps.length > STEPS_SHOWN && html`<button class="quiet" onClick=${() => setAll(!all)}>
            ${all ? 'Show the last steps' : `Show all ${steps.length} steps`}</button>`}
    </section>`;
}

/** One process of the rollout: a cell for each instance, old and new. */
function Lane({ process, last }) {
    const cells = process.instances.map(instance => ({ id: instance.id, kind: kindOf(instance, process.goal), state: instance.state }));
    const fresh = cells.filter(cell => cell.kind.startsWith('new')).length;
    const missing = Math.max(0, process.wanted - fresh);
    const ready = cells.filter(cell => cell.kind === 'new-ready').length;
    return html`<li>
        <a href=${address('process', process.name)}>${process.name}</a>
        <span class="cells" role="img" aria-label="${ready} of ${process.wanted} new instances are ready">
            ${cells.map(cell => html`<i key=${cell.id} class="cell ${cell.kind}" title="${cell.id}: ${cell.state}"></i>`)}
            ${Array.from({ length: missing }, () => html`<i class="cell to-come" title="to come"></i>`)}
        </span>
        <span class="sum">${ready}/${process.wanted} new</span>
        <span class="last"><bdi>${last?.message}</bdi></span>
    </li>`;
}

function kindOf(instance, goal) {
    if (instance.version === goal) return instance.ready ? 'new-ready' : 'new-starting';
    return instance.ready ? 'old-ready' : 'old-leaving';
}
