// PASS and FAIL lines, as the other acceptance scripts print them.
const DEADLINE = 30_000;
let failures = 0;

export function check(what, good, detail = '') {
    if (!good) failures++;
    console.log(`${good ? 'PASS' : 'FAIL'}  browser: ${what}${detail === '' ? '' : `: ${detail}`}`);
}

export function same(what, expected, got) {
    check(what, expected === got, expected === got ? String(got) : `expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
}

/** PASS once `condition` returns something true, which is returned; FAIL after 30 s, with what `seen` says then. */
export async function eventually(what, condition, seen = () => '') {
    const end = Date.now() + DEADLINE;
    for (;;) {
        const result = await condition().catch(() => false);
        if (result) {
            check(what, true, result === true ? '' : String(result).split('\n')[0].slice(0, 160));
            return result;
        }
        if (Date.now() > end) {
            check(what, false, `not after ${DEADLINE / 1000} s: ${await Promise.resolve(seen()).catch(String)}`);
            return undefined;
        }
        await new Promise(resolve => setTimeout(resolve, 100));
    }
}

export function exitCode() {
    return failures ? 1 : 0;
}
