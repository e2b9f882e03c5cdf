import { useEffect, useState } from '../html.js';
import { call, isFinal, path, query } from '../api/server-call.js';
import { seen, whileSeen } from './page-sight.js';

const WAIT = 1000;
/** Of a long rollout the oldest steps go first. */
const MOST_STEPS = 500;

/** A hook: `{steps, end}` of a revision's rollout. `end` is null while it runs; steps come as they happen. */
export function useRollout(revision) {
    const [rollout, setRollout] = useState({ revision, steps: [], end: null });
    useEffect(() => {
        if (!revision) return;
        const attempt = new AbortController();
        setRollout({ revision, steps: [], end: null });
        follow(revision, attempt.signal, change => setRollout(before => ({ ...before, ...change(before) })));
        return () => attempt.abort();
    }, [revision]);
    return rollout.revision === revision ? rollout : { revision, steps: [], end: null };
}

async function follow(revision, signal, update) {
    let count = 0;
    const take = line => {
        const step = JSON.parse(line);
        if (step.outcome) update(() => ({ end: step }));
        else if (step.message !== undefined) {
            count++;
            update(({ steps }) => ({ steps: [...steps.slice(1 - MOST_STEPS), { ...step, number: count }] }));
        }
        return Boolean(step.outcome);
    };
    while (!signal.aborted) {
        await seen();
        try {
            const response = await call('GET', path('rollouts', revision) + query({ seen: count }), { signal: whileSeen(signal) });
            const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
            let rest = '';
            for (;;) {
                const { done, value } = await reader.read();
                if (done) break;
                const lines = (rest + value).split('\n');
                rest = lines.pop();
                if (lines.filter(Boolean).map(take).includes(true)) return;
            }
        } catch (failure) {
            if (signal.aborted || isFinal(failure)) return;
        }
        await new Promise(resolve => setTimeout(resolve, WAIT));
    }
}
