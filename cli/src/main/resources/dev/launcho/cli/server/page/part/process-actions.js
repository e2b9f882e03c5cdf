import { html } from '../html.js';
import { askPause, askRestart, askResume, askRetry } from '../api/process-change.js';
import { changesOpen, session } from '../api/page-session.js';
import { clock } from '../live/page-clock.js';
import { useShared } from '../live/shared-value.js';

/** The changes of a process, while this session may make changes. */
export function ProcessActions({ process }) {
    const open = changesOpen(useShared(session), useShared(clock));
    if (!open) return null;
    const { name, instances, failing } = process;
    return html`<div class="actions" role="group" aria-label="Changes of ${name}">
        ${failing && html`<button class="main" onClick=${() => askRetry(name)}>Retry now</button>`}
        <button class="plain" disabled=${!instances.length} onClick=${() => askRestart(name, instances.length)}>Restart</button>
        <button class="plain" onClick=${() => askPause(name)}>Pause rollout</button>
        <button class="plain" onClick=${() => askResume(name)}>Resume rollout</button>
    </div>`;
}
