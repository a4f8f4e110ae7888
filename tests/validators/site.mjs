// Check the pages of a site: print what axe finds, what was asked for, what went wrong, and what a search shows, as JSON.
// Usage: site.mjs ADDRESS PAGES SEARCHES, both lists in JSON
import fs from "node:fs";
import path from "node:path";
import { closeBrowser, withPage } from "./browser.mjs";

const [address, pages, searches] = [process.argv[2], JSON.parse(process.argv[3]), JSON.parse(process.argv[4])];
const axe = fs.readFileSync(path.join(process.env.VALIDATORS, "axe-core", "axe.min.js"), "utf8");
const seen = { axe: [], asked: [], errors: [], hits: {} };

async function watched(page) {
  page.on("request", (request) => seen.asked.push(request.url()));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) seen.errors.push(message.text()); });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("dialog", (dialog) => { seen.errors.push("a dialog"); return dialog.dismiss(); });
}

const found = (page) => page.waitForFunction(() => document.getElementById("found")?.textContent);  // on the page that Enter opens, too

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [{ width: 320, height: 640 }, { width: 1280, height: 900 }]) {
    for (const name of pages) {
      await withPage({ colorScheme, viewport, reducedMotion: "reduce" }, async (page) => {
        await watched(page);
        await page.goto(address + name);
        if (name.includes("?q=")) await found(page);
        const within = [colorScheme, viewport.width, name];
        // As a developer's tool would: the policy of the page forbids scripts from elsewhere.
        const results = await page.evaluate(`${axe}; axe.run(document, {
          runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
          rules: { "color-contrast-enhanced": { enabled: true }, "identical-links-same-purpose": { enabled: true } },
        })`);
        for (const { id, nodes } of results.violations) seen.axe.push([...within, id, nodes.map((node) => node.html)]);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (sideways > 0) seen.axe.push([...within, "scrolls sideways", [String(sideways)]]);
      });
    }
  }
}
for (const words of searches) {
  await withPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
    await watched(page);
    await page.goto(address + pages.at(-1));
    // By the keyboard alone, from a page of a list to the start.
    while ((await page.evaluate(() => document.activeElement.id)) !== "search") await page.keyboard.press("Tab");
    await page.keyboard.type(words);
    await page.keyboard.press("Enter");
    await found(page);
    seen.hits[words] = await page.locator("#hits a").evaluateAll((links) => links.map((link) => [link.textContent, link.href]));
    if (seen.hits[words].length) {
      await page.locator("#hits a").first().click();
      seen.hits[words][0].push(await page.title());
    }
  });
}
seen.asked = [...new Set(seen.asked)];
console.log(JSON.stringify(seen));
await closeBrowser();
