// Check pages in a browser: for each line [CHECK, FILE, ARGUMENT] of standard input, print {found} or {error}, all as JSON.
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { closeBrowser, withPage } from "./browser.mjs";

let address, argument;
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };
const now = (page) => page.evaluate(() => document.getElementById("audio").currentTime);

/** Wait for the end of a seek, and two frames for the page to show it. */
async function settled(page) {
  await page.waitForFunction(() => !document.getElementById("audio").seeking);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Return the label of the play button once it differs from the given one (the event follows the state). */
async function labelAfter(page, label) {
  await page.waitForFunction((before) => document.getElementById("play").getAttribute("aria-label") !== before, label);
  return page.getAttribute("#play", "aria-label");
}

async function opened(page, at = address) {
  await page.goto(at);
  await hasSound(page);
}

async function hasSound(page) {
  await page.waitForFunction(() => !document.getElementById("audio") || document.getElementById("audio").readyState > 0);
}

/** Wait until the sound is at another place than its start. */
async function moved(page) {
  await page.waitForFunction(() => document.getElementById("audio").currentTime > 0);
  await settled(page);
}

/** Press Tab until the element with that id has the focus. */
async function tabTo(page, id) {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement.id)) === id) return;
  }
  throw new Error(`no Tab leads to #${id}`);
}

const checks = {
  /** Return the violations that axe finds, light and dark, narrow and wide, with a highlighted word and matches. */
  async axe() {
    const axe = fs.readFileSync(path.join(process.env.VALIDATORS, "axe-core", "axe.min.js"), "utf8");
    const found = [];
    for (const colorScheme of ["light", "dark"]) {
      for (const viewport of [NARROW, WIDE]) {
        await withPage({ colorScheme, viewport, reducedMotion: "reduce" }, async (page) => {
          await opened(page);
          if (!argument) {
            await page.evaluate(() => { document.getElementById("audio").currentTime = 1.5; document.getElementById("share").click(); });
            await page.fill("#query", "the");
            await settled(page);
          }
          await page.evaluate(axe);
          const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
          const results = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), tags);
          for (const { id, nodes } of results.violations) found.push([colorScheme, viewport.width, id, nodes.map((n) => n.html)]);
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          if (sideways > 0) found.push([colorScheme, viewport.width, "scrolls sideways", [String(sideways)]]);
        });
      }
    }
    return found;
  },

  /** Return the addresses requested and the errors logged in use, and whether the page could reach a server that answers. */
  async requests() {
    return withPage({ viewport: WIDE }, async (page) => {
      const asked = [], errors = [];
      await page.route("https://**", (route) => route.fulfill({ headers: { "Access-Control-Allow-Origin": "*" }, body: "reached" }));
      page.on("request", (request) => asked.push(request.url()));
      page.on("console", (message) => { if (["error", "warning"].includes(message.type())) errors.push(message.text()); });
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("dialog", (dialog) => { errors.push("a dialog"); return dialog.dismiss(); });
      await opened(page);
      await page.click("#play");
      await page.fill("#query", "a");
      await page.click("#share");
      await page.waitForTimeout(300);
      const found = { asked: [...new Set(asked)], errors: [...errors] };
      return { ...found, escaped: await page.evaluate(() => fetch("https://example.invalid/").then(() => true, () => false)) };
    });
  },

  /** Return the lines that the search buttons take on a narrow page, and the font sizes and controls of the print. */
  async layout() {
    return withPage({ viewport: NARROW }, async (page) => {
      await opened(page);
      const tops = await page.locator("#previous, #next, #from-match").evaluateAll((all) => all.map((e) => e.offsetTop));
      await page.emulateMedia({ media: "print" });
      const sizes = await page.locator(".asks h3, .asks p:not(.who), .answers p:not(.who)").evaluateAll((all) => all.map((e) => getComputedStyle(e).fontSize));
      const shown = await page.locator("button, input, select, audio, a[download]").evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);
      return { tops: new Set(tops).size, sizes: new Set(sizes).size, shown };
    });
  },

  /** Return the text and the visible controls of the page without JavaScript. */
  async plain() {
    return withPage({ viewport: NARROW, javaScriptEnabled: false }, async (page) => {
      await page.goto(address);
      const isSeen = (locator) => locator.evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);
      return {
        text: await page.locator("#transcript").innerText(),
        players: await isSeen(page.locator("audio[controls]")),
        controls: await isSeen(page.locator("button, input, select")),
      };
    });
  },

  /** Play, pause, seek, search and change the speed with the keyboard alone. */
  async keyboard() {
    return withPage({ viewport: WIDE }, async (page) => {
      await opened(page);
      const seen = {};
      const paused = () => page.evaluate(() => document.getElementById("audio").paused);
      await page.keyboard.press("Tab");
      seen.first = await page.evaluate(() => document.activeElement.getAttribute("href"));
      await tabTo(page, "play");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.getElementById("audio").currentTime > 0.2);
      const playing = await labelAfter(page, "Play");
      seen.playing = [!(await paused()), playing];
      await page.keyboard.press("Space");
      const label = await labelAfter(page, playing);
      seen.paused = [await paused(), label];
      await tabTo(page, "forth");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
      await settled(page);
      seen.sentence = [await now(page), await page.locator(".now").getAttribute("data-t"), await page.locator("[aria-current=true]").count()];
      await tabTo(page, "speed");
      await page.keyboard.press("ArrowDown");
      seen.speed = await page.evaluate(() => [document.getElementById("audio").playbackRate, document.getElementById("audio").preservesPitch]);
      await tabTo(page, "query");
      await page.keyboard.type(argument);
      seen.found = await page.textContent("#found");
      await page.keyboard.press("Enter");
      seen.next = await page.textContent("#found");
      await tabTo(page, "from-match");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => !document.getElementById("audio").paused);
      await settled(page);
      seen.match = [await page.evaluate((word) => document.querySelector(".now").textContent.toLowerCase().includes(word), argument)];
      return seen;
    });
  },

  /** Return the elements that Tab focuses but that are covered or have no outline. */
  async focus() {
    return withPage({ viewport: NARROW, reducedMotion: "reduce" }, async (page) => {
      await opened(page);
      const hidden = [];
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press("Tab");
        await page.waitForTimeout(30);
        const state = await page.evaluate(() => {
          const element = document.activeElement, box = element.getBoundingClientRect();
          if (element === document.body) return null;
          const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          const isSeen = top && (element.contains(top) || top.contains(element));
          return { name: element.id || element.textContent, isSeen, ring: getComputedStyle(element).outlineStyle };
        });
        if (!state) break;
        if (!state.isSeen || state.ring === "none") hidden.push(state);
      }
      return hidden;
    });
  },

  /** Return, for each frame of playback, the time of the sound and of the highlighted word. */
  async timing() {
    return withPage({ viewport: WIDE }, async (page) => {
      await opened(page);
      await page.evaluate((rate) => { document.getElementById("audio").playbackRate = rate; document.getElementById("play").click(); }, Number(argument));
      return page.evaluate(() => new Promise((done) => {
        const audio = document.getElementById("audio"), frames = [];
        const watch = () => {
          const word = document.querySelector(".said");
          frames.push([audio.currentTime, word ? Number(word.dataset.t) : null]);
          if (frames.length < 150 && !audio.ended) requestAnimationFrame(watch); else done(frames);
        };
        requestAnimationFrame(watch);
      }));
    });
  },

  /** Return the styles of a fragment and of the page around it, without JavaScript. */
  async embed() {
    return withPage({ viewport: NARROW, javaScriptEnabled: false }, async (page) => {
      await page.goto(address);
      const seen = (locator) => locator.evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);
      const style = (selector) => page.locator(selector).first().evaluate((e) => {
        const { color, fontStyle, textTransform, borderTopWidth, marginTop } = getComputedStyle(e);
        return { color, fontStyle, textTransform, borderTopWidth, marginTop };
      });
      const found = { players: await seen(page.locator("audio")), inside: await style(".tts-interview details p"), outside: await style("#own") };
      await page.locator("summary").focus();
      await page.keyboard.press("Enter");
      found.text = await page.locator(".tts-interview details").innerText();
      return found;
    });
  },

  /** Click a word, share a moment, open its address, and reload to test what is remembered. */
  async places() {
    return withPage({ viewport: WIDE }, async (page) => {
      const seen = {};
      await opened(page);
      const word = page.locator(".s [data-t]").nth(Number(argument));
      await word.click();
      seen.clicked = [await word.getAttribute("data-t"), await page.evaluate(() => !document.getElementById("audio").paused)];
      await page.click("#play");
      await settled(page);
      seen.after = await now(page);
      await page.click("#share");
      seen.shared = await page.inputValue("#address");
      await page.goto("about:blank"); // a fragment alone would not open the page anew
      await opened(page, `${address}#t=0:09.5`);
      await moved(page);
      seen.moment = [await now(page), await page.evaluate(() => document.getElementById("audio").paused)];
      await page.selectOption("#speed", "4");
      await page.evaluate(() => { document.getElementById("audio").currentTime = 8; });
      await settled(page);
      // A reload stays in its process: another one may not yet see what this one stored.
      await page.evaluate(() => history.replaceState(null, "", location.pathname));
      await page.reload();
      await moved(page);
      seen.remembered = await page.evaluate(() => [document.getElementById("audio").currentTime, document.getElementById("audio").playbackRate]);
      return seen;
    });
  },

  /** Return the errors of a page that may not use storage. */
  async forbidden() {
    return withPage({ viewport: WIDE }, async (page) => {
      const errors = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } }));
      await opened(page);
      await page.click("#play");
      await page.waitForFunction(() => document.getElementById("audio").currentTime > 0.1);
      await page.click("#play");
      return errors;
    });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [check, file, given] = JSON.parse(line);
  [address, argument] = [pathToFileURL(file).href, given];
  console.log(JSON.stringify(await checks[check]().then((found) => ({ found }), (error) => ({ error: error.stack }))));
}
await closeBrowser();
