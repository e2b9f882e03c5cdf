import { useEffect, useState } from '../html.js';
import { callJson } from '../api/server-call.js';

/** A hook: `{answer, failure}` of a GET, which is asked anew when `url` or `version` changes. The last answer stays until then. */
export function useAnswer(url, version) {
    const [result, setResult] = useState({});
    useEffect(() => {
        if (!url) return;
        const attempt = new AbortController();
        callJson('GET', url, { signal: attempt.signal })
            .then(answer => setResult({ answer, url }))
            .catch(failure => attempt.signal.aborted || setResult(before => ({ answer: before.answer, failure, url })));
        return () => attempt.abort();
    }, [url, version]);
    return result.url === url ? result : {};
}
