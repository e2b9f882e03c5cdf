// Writes page/vendor/ anew from the npm registry: the three libraries of the web page, their licences and vendor.json.
// Run it by hand (node cli/src/page/vendor.mjs); the build does not. To update one, change its version and run it again.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const asIs = text => text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n');
// A page whose policy allows no inline script has no import map, so modules name each other by path.
const nextToPreact = text => asIs(text).replace(/from\s*"preact"/g, 'from"./preact.js"');
// uPlot publishes only its IIFE minified.
const asModule = text => asIs(text).trimEnd() + '\nexport default uPlot;\n';

const libraries = [
    { name: 'preact', version: '11.2.0', files: [
        ['dist/preact.mjs', 'preact.js', asIs],
        ['hooks/dist/hooks.mjs', 'preact-hooks.js', nextToPreact],
        ['LICENSE', 'preact.LICENSE.txt', asIs],
    ] },
    { name: 'htm', version: '3.1.1', files: [
        ['dist/htm.module.js', 'htm.js', asIs],
        ['LICENSE', 'htm.LICENSE.txt', asIs],
    ] },
    { name: 'uplot', version: '1.6.32', files: [
        ['dist/uPlot.iife.min.js', 'uplot.js', asModule],
        ['dist/uPlot.min.css', 'uplot.css', asIs],
        ['LICENSE', 'uplot.LICENSE.txt', asIs],
    ] },
];

const vendor = fileURLToPath(new URL('../main/resources/dev/launcho/cli/server/page/vendor/', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'launcho-vendor-'));
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

/** The files of one library, taken from its package, whose hash npm has checked. */
function take({ name, version, files }) {
    const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', `${name}@${version}`], { cwd: scratch }));
    const folder = join(scratch, name);
    mkdirSync(folder);
    execFileSync('tar', ['-xzf', join(scratch, packed.filename), '-C', folder, '--strip-components=1']);
    const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return {
        name,
        version,
        license,
        integrity: packed.integrity,
        files: files.map(([from, to, change]) => {
            const bytes = Buffer.from(change(readFileSync(join(folder, from), 'utf8')));
            writeFileSync(join(vendor, to), bytes);
            return { file: to, from, size: bytes.length, sha256: sha256(bytes) };
        }),
    };
}

try {
    rmSync(vendor, { recursive: true, force: true });
    mkdirSync(vendor);
    const taken = libraries.map(take);
    writeFileSync(join(vendor, 'vendor.json'), JSON.stringify(taken, null, 2) + '\n');
} finally {
    rmSync(scratch, { recursive: true, force: true });
}
