import { html } from '../html.js';
import { path } from '../api/server-call.js';
import { clock } from '../live/page-clock.js';
import { useAnswer } from '../live/server-answer.js';
import { useShared } from '../live/shared-value.js';
import { digits, time } from '../text/quantity-text.js';
import { FailureNote } from './failure-note.js';
import { LogLine } from './log-line.js';

const ASK_EVERY = 5_000;

/** Why a process is as it is: what it waits for, its last ends and probes, the last lines of its log, and hints. */
export function WhyPanel({ name }) {
    const turn = Math.floor(useShared(clock) / ASK_EVERY);
    const { answer, failure } = useAnswer(path('why', name), turn);
    if (!answer) return failure ? html`<${FailureNote} failure=${failure} />` : html`<p class="empty">Asking …</p>`;
    const facts = [
        ['Rollout', answer.rollout],
        ['Waits for', answer.waits],
        ['Next', answer.next],
        ['Hints', answer.hints],
        ['Last ends', answer.ends.slice(-5).reverse().map(end => `${time(end.at)}  ${end.id}: ${end.how}`)],
        ...answer.instances.map(instance => [instance.id, instance.probes.slice(-4).reverse().map(probe =>
            `${time(probe.at)}  ${probe.answer}, ${digits(probe.millis)} ms${probe.times > 1 ? ` ×${probe.times}` : ''}`)]),
    ].map(([label, lines]) => [label, [lines].flat().filter(Boolean)]).filter(([, lines]) => lines.length);
    return html`<section class="why" aria-label="Why ${name} is ${answer.state}">
        <dl>${facts.map(([label, lines]) => html`<dt>${label}</dt><dd>${lines.map(line => html`<p><bdi>${line}</bdi></p>`)}</dd>`)}</dl>
        ${answer.log.length > 0 && html`<div class="quote"><h4>Last lines of ${answer.log_of}</h4>
            <pre tabindex="0">${answer.log.map(line => html`<${LogLine} text=${line} />${'\n'}`)}</pre></div>`}
    </section>`;
}
