import { html, useState } from '../html.js';
import { ending, signIn } from '../api/page-session.js';
import { useShared } from '../live/shared-value.js';
import { FailureNote } from '../part/failure-note.js';

/** Asks for a token. */
export function LoginView({ failure: first }) {
    const [failure, setFailure] = useState(first ?? null);
    const ended = useShared(ending);
    const [asking, setAsking] = useState(false);
    const send = async event => {
        event.preventDefault();
        const token = new FormData(event.target).get('token').trim();
        setAsking(true);
        setFailure(null);
        try {
            await signIn({ token });
        } catch (problem) {
            setFailure(problem);
            setAsking(false);
        }
    };
    return html`<main class="login">
        <h1>Launcho <small>${location.host}</small></h1>
        <form onSubmit=${send}>
            <label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="current-password" spellcheck="false" required autofocus />
            <button type="submit" class="main" disabled=${asking}>Sign in</button>
        </form>
        <${FailureNote} failure=${failure ?? ended} />
        <p>The token of a <code>launcho token create NAME --role read</code> is enough to look. On the server,
            ${' '}<code>launcho print-auth --read-only</code> prints one, too.</p>
    </main>`;
}
