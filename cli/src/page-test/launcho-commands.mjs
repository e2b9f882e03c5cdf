import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The output of `launcho ARGUMENTS`, which the acceptance script has put on the PATH. */
export async function launcho(...argv) {
    return (await run('launcho', argv)).stdout;
}

export async function status() {
    return JSON.parse(await launcho('status', '-o', 'json'));
}

/** Sets the target; its rollout goes on. */
export async function setTarget(yaml, message) {
    writeFileSync('page-target.yaml', yaml);
    await launcho('target', 'set', '--no-wait', '-y', '-m', message, 'page-target.yaml');
}
