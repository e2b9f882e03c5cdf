import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { check, eventually } from './check-list.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SERIOUS = ['serious', 'critical'];
const NARROW = { width: 360, height: 740 };

/** axe finds nothing serious in what is on the page, in light and in dark; and it fits a screen of 360 pixels. */
export async function checkAccess(page, name) {
    const size = page.viewportSize();
    for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        // Evaluated by the browser's debugger, which the page's policy does not bind.
        await page.evaluate(AXE);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        const serious = violations.filter(violation => SERIOUS.includes(violation.impact));
        check(`axe finds nothing serious: ${name}, ${colorScheme}`, serious.length === 0,
            serious.map(({ id, nodes }) => `${id} ${nodes.slice(0, 2).map(node => `${node.html.slice(0, 120)} ${node.failureSummary}`)}`).join('; '));
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
    await page.setViewportSize(NARROW);
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    await eventually(`it fits 360 pixels: ${name}`, async () => (await width()) <= NARROW.width, async () => `${await width()} wide`);
    await page.setViewportSize(size);
}
