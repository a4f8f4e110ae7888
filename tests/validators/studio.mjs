// Use the studio in a browser: `studio.mjs CHECK ADDRESS [ARGUMENT]` prints what the check finds, as JSON.
import fs from "node:fs";
import path from "node:path";
import { closeBrowser, load, withPage } from "./browser.mjs";

const [check, base, argument] = process.argv.slice(2);
const WIDE = { width: 1280, height: 900 }, NARROW = { width: 320, height: 640 };
const here = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);
const told = (page) => page.textContent("#status");

/** Act, and wait until the page says what was done. */
async function does(page, act) {
  await page.evaluate(() => { document.getElementById("status").textContent = ""; });
  await act();
  await page.waitForFunction(() => document.getElementById("status")?.textContent);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return told(page);
}

/** Press Tab until the element that has the focus matches a selector. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  throw new Error(`no Tab leads to ${selector}`);
}

/** Press a key and wait until the focus is on another turn. */
async function moves(page, key) {
  const before = await here(page);
  await page.keyboard.press(key);
  await page.waitForFunction((id) => document.activeElement.id !== id, before);
  return here(page);
}

const turn = (page, number) => page.locator(".turn").nth(number - 1);
const idOf = (page, number) => turn(page, number).getAttribute("data-id");
const open = async (page, number) => { const id = await idOf(page, number); await page.click(`#o${id}`); await page.waitForSelector(`#t${id} textarea`); return id; };

// The same session, once with the mouse and once with the keyboard alone. Each step says what the page told.
const sessions = {
  async mouse(page) {
    const lines = [], step = async (act) => lines.push(await does(page, act));
    let id = await open(page, 3);
    await page.selectOption(`#g${id}`, { index: 1 });
    await step(() => page.click(`#give${id}`));
    await step(() => page.click("#undo"));
    id = await open(page, 3);
    await page.fill(`#w${id}-0`, "I stand quite still.\n\nI count what I see.");
    await step(() => page.click(`#save${id}`));
    id = await open(page, 1);
    await step(() => page.click(`#j${id}`));
    id = await open(page, 4);
    await step(() => page.click(`#x${id}`));
    await step(() => page.click("#undo"));
    await step(() => page.click("#redo"));
    return lines;
  },
  async keyboard(page) {
    const lines = [], step = async (key) => lines.push(await does(page, () => page.keyboard.press(key)));
    const goTo = async (number) => {
      const now = () => page.evaluate(() => [...document.querySelectorAll(".turn")].indexOf(document.activeElement.closest(".turn")) + 1);
      for (let at = await now(); at !== number; at = await now()) await moves(page, at < number ? "j" : "k");
    };
    await tabTo(page, ".turn [id^=o]");
    await moves(page, "j");
    await goTo(3);
    await step("2");
    await step("z");
    await goTo(3);
    await page.keyboard.press("e");
    await page.waitForSelector(".turn textarea");
    await tabTo(page, "textarea");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("I stand quite still.");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.type("I count what I see.");
    await step("Control+Enter");
    await page.keyboard.press("Escape");
    await goTo(1);
    await step("m");
    await goTo(4);
    await step("x");
    await step("z");
    await step("Shift+Z");
    return lines;
  },
};

/** Return which parts of a page lie over another's words, or are cut off. */
const squeezed = () => {
  for (const one of document.querySelectorAll(".row, .turn")) one.style.contentVisibility = "visible";  // else what is far off has no place
  const found = [], name = (one) => `${one.tagName}#${one.id}.${one.className}`, isSeen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const parts = [...document.querySelectorAll("main :is(button, a, select, input, textarea, p, h1, h2, h3, label, td, th, dt, dd, summary, legend), header *")].filter((one) => isSeen(one) && !one.closest(".skip, iframe") && one.getClientRects().length);
  for (const one of parts) {
    const style = getComputedStyle(one);
    if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth && style.overflowX !== "visible" && !one.matches("input, textarea, .episode")) found.push(`cut: ${name(one)}`);
    const box = one.getBoundingClientRect();
    if (one.matches("button, a, select, input, textarea") && box.width && (box.left < -1 || box.right > document.documentElement.clientWidth + 1)) found.push(`outside: ${name(one)}`);
    if (box.width && one.matches("button, .button") && one.clientHeight + 1 < one.scrollHeight) found.push(`too low: ${name(one)}`);
  }
  const fields = parts.filter((one) => one.matches("button, .button, select, input, textarea") && !one.closest(".bar, .status"));
  for (const [at, one] of fields.entries()) {
    const a = one.getBoundingClientRect();
    for (const other of fields.slice(at + 1, at + 40)) {
      const b = other.getBoundingClientRect();
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2 && !one.contains(other)) found.push(`over another: ${name(one)}, ${name(other)}`);
    }
  }
  return found.slice(0, 5);
};

/** Return what axe finds in a page, light and dark, narrow and wide, with text of both sizes, and what scrolls or is squeezed. */
async function violations(page, name) {
  const found = [], tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  await page.evaluate(() => { for (const gone of document.querySelectorAll("details")) gone.open = true; });
  await page.evaluate(fs.readFileSync(path.join(process.env.VALIDATORS, "axe-core", "axe.min.js"), "utf8"));
  const states = ["light", "dark"].flatMap((colorScheme) => [NARROW, WIDE].flatMap((viewport) => ["100%", "200%"].map((size) => ({ colorScheme, viewport, size }))));
  for (const { colorScheme, viewport, size } of states) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await page.evaluate((fontSize) => { document.documentElement.style.fontSize = fontSize; }, size);
    const state = [name, colorScheme, viewport.width, size];
    const results = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), tags);
    for (const { id, nodes } of results.violations) found.push([...state, id, nodes.slice(0, 3).map((n) => n.html)]);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (sideways > 0) found.push([...state, "scrolls sideways", [String(sideways)]]);
    if (colorScheme === "light") for (const line of await page.evaluate(squeezed)) found.push([...state, line]);
  }
  await page.evaluate(() => { document.documentElement.style.fontSize = ""; });
  return found;
}

const checks = {
  /** Return what axe finds in each screen, light and dark, narrow and wide, and what scrolls sideways. */
  async axe() {
    const found = [];
    await withPage({ reducedMotion: "reduce", bypassCSP: true }, async (page) => {
      for (const screen of JSON.parse(argument)) {
        await page.goto(base + screen);
        found.push(...await violations(page, screen));
      }
    });
    return found;
  },

  /** Go through a session, and return what the page told, the focus after each step, requests elsewhere, and errors. */
  async session() {
    return withPage({ viewport: WIDE }, async (page) => {
      const errors = [], elsewhere = [], asked = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (line) => { if (line.type() === "error") errors.push(line.text()); });
      page.on("request", (request) => { if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url()); if (request.url().includes("/changes")) asked.push(request.url()); });
      await page.goto(base + "p/bees-at-home/script");
      return { lines: await sessions[argument](page), focus: await here(page), errors, elsewhere, asked };
    });
  },

  /** Leave out three turns, undo and redo that without waiting for answers, and return what undo and redo offer each time. */
  async quick() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.goto(base + "p/bees-at-home/script");
      for (const number of [5, 3, 1]) {
        await turn(page, number).focus();
        await does(page, () => page.keyboard.press("x"));
      }
      const press = (id) => page.evaluate((name) => { for (let time = 0; time < 3; time++) document.getElementById(name).click(); }, id);
      const found = [];
      for (const [id, seen] of [["undo", "6"], ["redo", "9"], ["undo", "12"]]) {
        await press(id);
        await page.waitForFunction((wanted) => document.getElementById("seen").value === wanted, seen);
        found.push(await page.evaluate(() => ["undo", "redo"].map((name) => document.getElementById(name).textContent.trim())));
      }
      return found;
    });
  },

  /** Act in two windows in turn, and return what each told and the turns that both show at the end. */
  async two() {
    return withPage({ viewport: WIDE }, async (page) => {
      const other = await page.context().newPage();
      for (const window of [page, other]) await window.goto(base + "p/bees-at-home/script");
      const lines = [];
      await turn(page, 3).focus();
      lines.push(await does(page, () => page.keyboard.press("2")));
      await other.waitForFunction(() => document.getElementById("status").textContent);
      lines.push(await told(other));
      await turn(other, 2).focus();
      lines.push(await does(other, () => other.keyboard.press("x")));
      await page.waitForFunction(() => document.getElementById("status").textContent.startsWith("Another"));
      const shown = (window) => window.evaluate(() => [...document.querySelectorAll(".turn")].map((one) => one.querySelector(".who").textContent));
      return { lines, shown: [await shown(page), await shown(other)] };
    });
  },

  /** Kill the browser at random moments while somebody types and presses keys; return what each new one shows, and what was typed. */
  async killed() {
    const { chromium } = load("playwright-core"), [lives, script] = JSON.parse(argument), found = [];
    const any = (items) => items[Math.floor(Math.random() * items.length)];
    for (let life = 0; life <= lives; life++) {
      const server = await chromium.launchServer({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
      const page = await (await (await chromium.connect(server.wsEndpoint())).newContext({ viewport: WIDE })).newPage();
      await page.goto(base + "p/bees-at-home/script");
      const shown = await page.evaluate(() => [...document.querySelectorAll(".turn")].map((one) => [...one.querySelectorAll(".words")].map((words) => words.textContent)));
      const seen = { shown, undo: (await page.textContent("#undo")).trim(), script: fs.readFileSync(script, "utf8"), typed: [], answered: 0 };
      found.push(seen);
      if (life === lives) { await server.close(); break; }
      setTimeout(() => process.kill(server.process().pid, "SIGKILL"), 200 + Math.random() * 2000);
      try {
        for (let step = 0; ; step++) {
          const here = turn(page, 1 + Math.floor(Math.random() * await page.locator(".turn").count()));
          if (step % 2) {
            await here.focus();
            await does(page, () => page.keyboard.press(any(["1", "2", "3", "m", "x", "z", "z", "Shift+Z"])));
          } else {
            const words = { mark: `${life}n${step}`, answered: false }, id = await here.getAttribute("data-id");
            await page.click(`#o${id}`);
            await page.locator(`#t${id} textarea`).first().focus();
            seen.typed.push(words);
            await page.keyboard.type(`from${words.mark} to${words.mark} `, { delay: 5 });
            await does(page, () => page.keyboard.press("Control+Enter"));
            words.answered = true;
            await page.click(`#o${id}`);
          }
          seen.answered++;
        }
      } catch (error) {
        if (!/closed|crash|disconnect/i.test(error.message)) throw error;
      }
    }
    return found;
  },

  /** Press every key of the table on the second turn, and return what each did. */
  async keys() {
    return withPage({ viewport: WIDE }, async (page) => {
      const found = {};
      for (const [pressed, inText] of JSON.parse(argument)) {
        await page.goto(base + "p/bees-at-home/script");
        while (await page.getAttribute("#undo", "aria-disabled") === null) await does(page, () => page.click("#undo"));
        await page.reload();
        await turn(page, 3).focus();
        if (/[Zz]$/.test(pressed)) await does(page, () => page.keyboard.press("x"));
        if (pressed === "Shift+Z") await does(page, () => page.keyboard.press("z"));
        if (pressed === "h") {  // only what was spoken can be held
          await page.keyboard.press("p");
          await page.waitForFunction(() => !document.querySelector(".playing"));
        }
        if (inText) { await open(page, 3); await turn(page, 3).locator("textarea").focus(); await page.keyboard.press("Home"); await page.keyboard.press("Control+ArrowRight"); await page.keyboard.type(" so"); }
        else await turn(page, 3).locator(".words").click({ position: { x: 60, y: 10 } });
        const before = await page.evaluate(() => [document.activeElement.id, document.getElementById("seen").value]);
        await page.keyboard.press(pressed);
        const changed = await page.waitForFunction(([focus, seen]) => {
          const what = [];
          if (document.getElementById("seen").value !== seen) what.push(document.getElementById("status").textContent);
          if (document.activeElement.id !== focus) what.push(`focus ${document.activeElement.id || document.activeElement.tagName}`);
          if (document.querySelector(".playing")) what.push("playing");
          if (document.querySelector("dialog[open]")) what.push("help");
          if (document.querySelector(".turn textarea")) what.push("open");
          const told = document.getElementById("status").textContent;
          if (/^(There is no person|There are no more unsure)/.test(told)) what.push(told);
          return what.length && (what.join() !== "open" || !document.activeElement.matches("textarea")) ? what : null;
        }, before, { timeout: 60000 });
        found[pressed] = await changed.jsonValue();
      }
      return found;
    });
  },

  /** Press keys one after another in the queue of an archive; return the source, the focus and what was told after each. */
  async desk() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.goto(base + "p/1/desk");
      const found = [];
      for (const pressed of JSON.parse(argument)) {
        const before = page.url(), told = await page.textContent("#status"), focus = await here(page);
        await page.keyboard.press(pressed);
        await page.waitForFunction(([address, line, id]) => document.readyState === "complete"
          && (location.href !== address || document.getElementById("status").textContent !== line || (document.activeElement.id || "BODY") !== id), [before, told, focus]);
        found.push([page.url().split("/").slice(4).join("/"), await here(page), await page.textContent("#status")]);
      }
      return found;
    });
  },

  /** Correct a script without JavaScript, and return what the page told. */
  async plain() {
    return withPage({ viewport: WIDE, javaScriptEnabled: false }, async (page) => {
      const lines = [];
      const step = async (act) => { await act(); await page.waitForLoadState(); lines.push(await told(page)); };
      await page.goto(base + "p/bees-at-home/script");
      await page.locator(".turn").nth(2).locator("a.button").click();
      await page.locator("textarea").first().fill("I stand quite still.\n\nI count what I see.");
      await step(() => page.getByRole("button", { name: "Save the words" }).click());
      await page.locator(".turn").nth(3).locator("a.button").click();
      await page.locator("select[name=speaker][id^=g]").selectOption({ index: 1 });
      await step(() => page.getByRole("button", { name: "Give this turn" }).click());
      await step(() => page.getByRole("button", { name: /^Undo/ }).click());
      return lines;
    });
  },

  /** Mark words while they are said, by the key and by the mouse, and without sound; note one, take one away. */
  async review() {
    return withPage({ viewport: WIDE }, async (page) => {
      const errors = [], lines = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (line) => { if (line.type() === "error") errors.push(line.text()); });
      await page.goto(base + "p/bees-at-home/review");
      const lit = () => page.evaluate(() => [...(CSS.highlights.get("said") ?? [])].map(String).join());
      const marks = () => page.locator("#marks mark").allTextContents();
      const id = await idOf(page, 3);
      await turn(page, 3).focus();
      await page.keyboard.press("l");
      await page.waitForFunction(() => CSS.highlights.get("said"));
      const before = await lit();
      lines.push(await does(page, () => page.keyboard.press("w")));
      const seen = [before, await lit()], focus = await here(page);
      lines.push(await does(page, () => page.click(`#w${id}`)));
      const playing = await page.locator(".playing").count();
      await page.click(".playing .play");
      await turn(page, 3).locator(".words").click({ position: { x: 60, y: 10 } });
      lines.push(await does(page, () => page.keyboard.press("w")));
      const found = await marks();
      const keys = await page.evaluate(() => JSON.parse(document.getElementById("keys").textContent).map(([key]) => (key.length > 1 ? key : key.toUpperCase())));
      const note = page.locator("#marks input").first();
      await note.fill("Say it slower.");
      await does(page, () => page.keyboard.press("Enter"));
      await page.reload();
      const kept = await note.inputValue();
      await does(page, () => page.locator("#marks button", { hasText: "Remove" }).last().click());
      return {
        told: lines, lit: seen, focus, turn: `t${id}`, playing, marks: found, keys, errors,
        after: { marks: (await marks()).length, note: kept, focus: await here(page) },
      };
    });
  },

  /** Read the example, listen, and return which turns were played, and whether each was asked for before it was to be heard. */
  async listen() {
    return withPage({ viewport: WIDE }, async (page) => {
      const errors = [], asked = [];
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (line) => { if (line.type() === "error") errors.push(line.text()); });
      page.on("request", (request) => { const place = /sound\/(\d+)\/0\.wav$/.exec(request.url()); if (place) asked.push(`t${place[1]}`); });
      await page.goto(base);
      await page.getByRole("button", { name: "Try the example" }).click();
      await page.click("#listen");
      const played = [];
      let ahead = true;
      for (let number = 1; number <= 3; number++) {
        const turnPlaying = await page.waitForSelector(`.turn:nth-of-type(${number}).playing`);
        await page.waitForFunction(() => CSS.highlights.get("said"));
        played.push(await turnPlaying.getAttribute("id"));
        const next = await turn(page, number + 1).getAttribute("id");
        await page.waitForSelector(`#${next}.playing`);
        ahead &&= asked.includes(next);
      }
      const focus = await here(page), screen = page.url().slice(base.length);
      await page.reload();
      await page.waitForFunction(() => document.documentElement.matches(".js"));
      return { played, ahead, focus, screen, errors, reloaded: await page.locator(".playing").count() };
    });
  },

  /** Play a turn whose sound is long in coming, and return what the page says meanwhile, and afterwards. */
  async "listen-waiting"() {
    return withPage({ viewport: WIDE }, async (page) => {
      let arrives = null;
      await page.route("**/sound/**.wav", async (route) => { await new Promise((done) => { arrives = done; }); await route.continue(); });
      await page.goto(base + "p/bees-at-home/review?listen");
      await page.waitForFunction(() => document.getElementById("status").textContent);
      const line = await told(page);
      await page.unrouteAll({ behavior: "ignoreErrors" });
      arrives();
      await page.waitForFunction(() => CSS.highlights.get("said"));
      return [line, await told(page)];
    });
  },

  /** Listen in a browser that plays nothing before a press, and press the key that it names. */
  async "listen-refused"() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.addInitScript(() => {
        const play = Audio.prototype.play;
        let isPressed = false;
        addEventListener("keydown", () => { isPressed = true; }, { capture: true });
        Audio.prototype.play = function () { return isPressed ? play.call(this) : Promise.reject(new DOMException("", "NotAllowedError")); };
      });
      await page.goto(base + "p/bees-at-home/review?listen");
      await page.waitForFunction(() => document.getElementById("status").textContent);
      const line = await told(page), before = await page.locator(".playing").count();
      await page.keyboard.press("l");
      await page.waitForFunction(() => CSS.highlights.get("said"));
      return { told: line, before, after: await page.locator(".playing").count() };
    });
  },

  /** Mark a turn without JavaScript, note it, and take the mark away. */
  async "review-plain"() {
    return withPage({ viewport: WIDE, javaScriptEnabled: false }, async (page) => {
      await page.goto(base + "p/bees-at-home/review");
      const lines = [], step = async (act) => { await act(); await page.waitForLoadState(); lines.push((await told(page)).trim()); };
      await step(() => turn(page, 3).getByRole("button", { name: /^Wrong here/ }).click());
      await page.locator("#marks input").first().fill("Say it slower.");
      await step(() => page.getByRole("button", { name: /^Keep the note/ }).click());
      lines.push(await page.locator("#marks input").first().inputValue());
      await step(() => page.getByRole("button", { name: /^Remove/ }).click());
      return lines;
    });
  },

  /** Choose a new version of the source, take it over with the keyboard, and take that back. */
  async source() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.goto(base + "p/bees-at-home/source");
      await page.setInputFiles("#file", argument);
      await page.click("#compare");
      await page.waitForSelector(".versions");
      const differs = await page.evaluate(() => [...document.querySelectorAll("tr:has(ins, del)")].map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
      const headers = await page.locator("th").allTextContents();
      await page.goto(base + "p/bees-at-home/pace");
      const banner = await page.locator(".banner").count();
      await tabTo(page, ".banner a");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".versions");
      await tabTo(page, "#take-over");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#rows");
      const line = await told(page);
      await does(page, () => page.click("#undo"));
      return { differs, headers, banner, told: line };
    });
  },

  /** Send a page of another site from another browser with the bookmarklet, and see it become ready in the first. */
  async inbox() {
    return withPage({ viewport: WIDE }, async (page) => {
      const errors = [], seen = {};
      for (const kind of ["pageerror", "console"]) page.on(kind, (line) => { if (kind === "pageerror" || line.type() === "error") errors.push(String(line.message ?? line.text())); });
      await page.goto(base);
      const bookmark = decodeURIComponent((await page.getAttribute("#bookmarklet", "href")).replace("javascript:", ""));
      await withPage({ reducedMotion: "reduce" }, async (reader) => {
        await reader.goto(argument);
        const [answer] = await Promise.all([reader.context().waitForEvent("page"), reader.evaluate(bookmark)]);
        await answer.waitForSelector("h1");
        seen.sent = [await answer.textContent("h1"), await answer.textContent(".lede")];
        seen.violations = await violations(answer, "sent");
      });
      await page.addInitScript(() => addEventListener("DOMContentLoaded", () => {
        globalThis.said = [];
        new MutationObserver(() => said.push(document.getElementById("status").textContent)).observe(document.getElementById("status"), { childList: true, characterData: true, subtree: true });
      }));
      await page.reload();
      const audio = page.locator(".entries audio");
      await audio.waitFor({ timeout: 120000 });
      await audio.evaluate((element) => { element.preload = "metadata"; element.load(); });
      await page.waitForFunction(() => document.querySelector(".entries audio").readyState > 0);
      const told = await page.evaluate(() => [...globalThis.said, document.querySelector(".entries .said").textContent]);
      return { ...seen, told, errors, seconds: await audio.evaluate((element) => element.duration), images: await page.locator(".entries img").count() };
    });
  },

  /** Delete the only entry with the keyboard. */
  async "inbox-deleting"() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.goto(base);
      await tabTo(page, ".entries summary");
      await page.keyboard.press("Enter");
      await tabTo(page, ".entries details button");
      await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
      return { entries: await page.locator(".entries li").count(), heading: await page.locator("form + h2").textContent() };
    });
  },

  /** Paste a text that needs answers, and let it be spoken as it is, without JavaScript. */
  async "inbox-plain"() {
    return withPage({ viewport: WIDE, javaScriptEnabled: false }, async (page) => {
      await page.goto(base);
      await page.fill("#source", "# Bees\n\n" + "**How do you count them?**\n\nI stand still, and I count what I see.\n\n".repeat(3));
      await page.click("#add");
      const line = await page.textContent(".entries .said span");
      await page.getByRole("button", { name: /^Speak it as it is/ }).click();
      for (let asked = 0; asked < 240 && !(await page.locator(".entries audio").count()); asked++) { await page.waitForTimeout(250); await page.reload(); }
      return { line, after: await page.textContent(".entries .said span") };
    });
  },

  /** Take pictures of screens: [width, height, colour scheme, screen, script, file] each. */
  async pictures() {
    for (const [width, height, colorScheme, screen, script, file] of JSON.parse(argument)) {
      await withPage({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" }, async (page) => {
        await page.goto(base + screen);
        await page.evaluate(script);
        await page.waitForTimeout(500);
        await page.screenshot({ path: file });
      });
    }
    return [];
  },

  /** Publish, and return what the page told meanwhile, how many checks it shows, and the length of the sound. */
  async publish() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.goto(base + "p/bees-at-home/publish");
      await page.evaluate(() => { sessionStorage.told = "[]"; });
      await page.addInitScript(() => addEventListener("DOMContentLoaded", () => {
        const keep = () => { sessionStorage.told = JSON.stringify([...JSON.parse(sessionStorage.told), document.getElementById("status").textContent]); };
        new MutationObserver(keep).observe(document.getElementById("status"), { childList: true, characterData: true, subtree: true });
      }));
      await page.click("#start");
      await page.waitForSelector(".checks", { timeout: 120000 });
      await page.evaluate(() => { const audio = document.querySelector("audio"); audio.preload = "metadata"; audio.load(); });
      await page.waitForFunction(() => document.querySelector("audio").readyState > 0);
      return page.evaluate(() => ({
        told: JSON.parse(sessionStorage.told), checks: document.querySelectorAll(".checks li").length, seconds: document.querySelector("audio").duration,
      }));
    });
  },

  /** Return what each turn says of its sound, before and after all are spoken. */
  async states() {
    return withPage({ viewport: WIDE }, async (page) => {
      const states = () => page.locator(".state").allTextContents();
      await page.goto(base + "p/bees-at-home/script");
      await page.waitForSelector("#speak");
      const before = await states();
      await page.click("#speak");
      await page.waitForFunction(() => document.getElementById("work").textContent.includes("Everything is spoken."));
      await page.waitForFunction(() => [...document.querySelectorAll(".state")].every((state) => !state.textContent));
      const spoken = await states(), id = await open(page, 3);
      await page.fill(`#w${id}-0`, "I stand quite still.");
      await page.click(`#save${id}`);
      await page.waitForFunction(() => [...document.querySelectorAll(".state")].some((state) => state.textContent));
      return [before, spoken, await states()];
    });
  },

  /** Return the accessible tree of a screen. */
  async tree() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.goto(base + argument);
      return page.locator("body").ariaSnapshot();
    });
  },

  /** Return how long a script takes to load, each of many keys to the next frame, and each edit until it is told, in milliseconds. */
  async speed() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.goto(base);
      const start = Date.now();
      await page.goto(base + argument);
      const first = Date.now() - start;
      await turn(page, 1).focus();
      const times = await page.evaluate(async () => {
        const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, code: `Key${key.toUpperCase()}`, bubbles: true, cancelable: true }));
        const timed = async (act) => { const from = performance.now(); await act(); return performance.now() - from; };
        const status = document.getElementById("status"), keys = [], saves = [], edits = [];
        for (let one = 0; one < 100; one++) keys.push(await timed(async () => { press("j"); await frame(); }));
        for (let one = 0; one < 40; one++) {
          status.textContent = "";
          const from = performance.now();
          document.body.addEventListener("htmx:beforeOnLoad", () => saves.push(performance.now() - from), { once: true });
          edits.push(await timed(() => new Promise((done) => {
            const seen = new MutationObserver(() => { if (status.textContent) { seen.disconnect(); done(); } });
            seen.observe(status, { childList: true, characterData: true, subtree: true });
            press("x");
          })));
          for (let on = 0; on < 3; on++) press("j");
          await new Promise((done) => setTimeout(done, 1000));  // nobody is quicker
        }
        return { keys, saves, edits };
      });
      return { first, ...times };
    });
  },

  /** Paste a text, listen, and return how long it took from the press that reads it to the first sound, in seconds. */
  async "first-sound"() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.addInitScript(() => {
        const play = Audio.prototype.play;
        Audio.prototype.play = function () { return play.call(this).then(() => { globalThis.sounding ??= Date.now(); }); };
      });
      await page.goto(base);
      await page.fill("#source", argument);
      const start = Date.now();
      await page.click("#read button.main");
      await page.click("#listen");
      const sounding = await page.waitForFunction(() => globalThis.sounding, null, { timeout: 200000 });
      return (await sounding.jsonValue() - start) / 1000;
    });
  },

  /** Paste a text, answer what is asked, publish, and return each action. */
  async newcomer() {
    return withPage({ viewport: WIDE }, async (page) => {
      const actions = [];
      const press = async (link) => { actions.push(await link.textContent()); await link.click(); };
      await page.goto(base);
      await page.fill("#source", argument);
      actions.push("Paste");
      await press(page.locator("#read button.main"));
      await press(page.locator(".buttons .main"));
      const card = page.locator(".card").first();
      while (await card.count()) await does(page, () => press(card.locator("form button").first()));
      await press(page.locator("nav a", { hasText: "Publish" }));
      await press(page.locator("#start"));
      await page.waitForSelector(".checks", { timeout: 200000 });
      return actions.map((name) => name.trim());
    });
  },
};

try {
  console.log(JSON.stringify(await checks[check]()));
} finally {
  await closeBrowser();
}
