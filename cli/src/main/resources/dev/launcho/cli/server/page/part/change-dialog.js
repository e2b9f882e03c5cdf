import { html, useEffect, useLayoutEffect, useRef, useState } from '../html.js';
import { changeReport, pendingChange } from '../live/pending-change.js';
import { useShared } from '../live/shared-value.js';
import { FailureNote } from './failure-note.js';
import { PlanTable } from './plan-table.js';

const LONGEST_MESSAGE = 200;

/** Asks before a change is made: what it does, a message for the history, and one button that does it. */
export function ChangeDialog() {
    const change = useShared(pendingChange);
    return change && html`<${Question} key=${change.title} change=${change} />`;
}

function Question({ change }) {
    const dialog = useRef(null);
    const [plan, setPlan] = useState(null);
    const [message, setMessage] = useState('');
    const [failure, setFailure] = useState(null);
    const [sending, setSending] = useState(false);
    const close = () => pendingChange.set(null);

    useLayoutEffect(() => dialog.current.showModal(), []);
    useEffect(() => {
        change.plan?.().then(setPlan, setFailure);
    }, []);

    const send = async event => {
        event.preventDefault();
        setSending(true);
        setFailure(null);
        try {
            const made = await change.send({ message, expected: plan?.revision });
            changeReport.set({ lines: [...(made.affected ?? []), ...(made.notices ?? [])], title: change.title, changed: made.changed });
            close();
        } catch (problem) {
            setFailure(problem);
            setSending(false);
        }
    };
    const waits = change.plan && !plan;
    return html`<dialog ref=${dialog} class="change" aria-labelledby="change-title" onClose=${close} onCancel=${close}>
        <form onSubmit=${send}>
            <h2 id="change-title">${change.title}</h2>
            ${change.lines.map(line => html`<p>${line}</p>`)}
            ${waits && !failure && html`<p class="empty">The server makes the plan …</p>`}
            ${plan && html`<${PlanTable} plan=${plan} />`}
            ${change.withMessage && html`<label>Message, for the history
                <input type="text" maxlength=${LONGEST_MESSAGE} value=${message} onInput=${event => setMessage(event.target.value)}
                    placeholder="why you do this" required autocomplete="off" /></label>`}
            <${FailureNote} failure=${failure} />
            <footer>
                <button type="button" class="plain" onClick=${close}>Cancel</button>
                <button type="submit" class=${change.danger ? 'danger' : 'main'} disabled=${sending || waits || plan?.changed === false}>${change.button}</button>
            </footer>
        </form>
    </dialog>`;
}
