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
/** Wait until the sound was moved, after the event has told so, and return where to. */
const sought = async (page) => (await page.waitForFunction(() => globalThis.sought)).jsonValue();

/** Wait for the end of a seek, and two frames for the page to show it. */
async function settled(page) {
  await page.waitForFunction(() => !document.getElementById("audio").seeking);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Return the label of the play button once it differs from the given one (the event follows the state). */
async function labelAfter(page, label) {
  await page.waitForFunction((before) => document.getElementById("play").title !== before, label);
  return page.getAttribute("#play", "title");
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
  /** Return the violations that axe finds up to level AAA, light and dark, narrow and wide, with a highlighted word and matches. */
  async axe() {
    const axe = fs.readFileSync(path.join(process.env.VALIDATORS, "axe-core", "axe.min.js"), "utf8");
    const found = [];
    for (const colorScheme of ["light", "dark"]) {
      for (const viewport of [NARROW, WIDE]) {
        await withPage({ colorScheme, viewport, reducedMotion: "reduce" }, async (page) => {
          await opened(page);
          if (!argument) {
            await page.evaluate(() => { document.getElementById("audio").currentTime = 1.5; document.getElementById("share-moment").click(); });
            await page.fill("#search", "the");
            await page.evaluate(() => { for (const box of document.querySelectorAll("details")) box.open = true; });
            await settled(page);
          }
          if (argument === "open") {
            await page.evaluate(() => {
              for (const box of document.querySelector(".tts-interview").shadowRoot.querySelectorAll("details")) box.open = true;
            });
          }
          await page.evaluate(axe);
          await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" })); // what lies half under a sticky bar is taken for small
          const results = await page.evaluate(() => axe.run(document, {
            runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
            rules: { "color-contrast-enhanced": { enabled: true }, "identical-links-same-purpose": { enabled: true } },
          }));
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
      await page.fill("#search", "a");
      await page.click("#share-moment");
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
        files: await isSeen(page.locator("a[download]")),
      };
    });
  },

  /** Return what each key does to a page at 0:08.5, in the second chapter, by the name of its control. */
  async keys() {
    return withPage({ viewport: WIDE, permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await opened(page);
      const found = {};
      for (const [name, key] of JSON.parse(argument)) {
        await page.evaluate(() => {
          const audio = document.getElementById("audio");
          audio.pause();
          // So slow that the sound is where it began however busy the machine is.
          [audio.currentTime, audio.muted, audio.playbackRate] = [8.5, false, 0.0625];
          document.activeElement.blur();
        });
        await settled(page);
        await page.keyboard.press(key);
        await settled(page);
        if (name === "play") await page.waitForFunction(() => document.getElementById("play").title === "Pause");
        found[name] = await page.evaluate(() => {
          const is = (id) => document.getElementById(id), audio = is("audio");
          const flags = { plays: !audio.paused, muted: audio.muted, follows: is("follow").checked, shared: !is("shared").hidden,
            listed: is("keys-list").matches(":popover-open") };
          return [audio.currentTime, document.activeElement.id, Object.keys(flags).filter((flag) => flags[flag])];
        });
      }
      return found;
    });
  },

  /** Return the state of the sound after keys that must do nothing: in a field, with Ctrl, and switched off; then on another keyboard. */
  async otherKeys() {
    return withPage({ viewport: WIDE }, async (page) => {
      await opened(page);
      const isMuted = () => page.evaluate(() => document.getElementById("audio").muted);
      const seen = [];
      await page.fill("#search", "");
      await page.keyboard.press("m");
      seen.push(await isMuted());
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("Control+m");
      seen.push(await isMuted());
      await page.keyboard.press("?");
      await page.uncheck("#use-keys");
      await page.keyboard.press("Escape");
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("m");
      seen.push(await isMuted());
      await page.reload();
      await hasSound(page);
      await page.keyboard.press("m");
      seen.push(await isMuted());
      await page.evaluate(() => document.getElementById("use-keys").click());
      const press = (key, code) => page.evaluate((about) => document.body.dispatchEvent(new KeyboardEvent("keydown", { ...about, bubbles: true })), { key, code });
      await press("ь", "KeyM");
      return [...seen, await isMuted()];
    });
  },

  /** Use the fields of the player: speed, volume, position; and search and play from a match, with the keyboard alone. */
  async keyboard() {
    return withPage({ viewport: WIDE }, async (page) => {
      await opened(page);
      const seen = {}, state = (...names) => page.evaluate((all) => all.map((name) => document.getElementById("audio")[name]), names);
      await page.keyboard.press("Tab");
      seen.first = await page.evaluate(() => document.activeElement.getAttribute("href"));
      await tabTo(page, "play");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.getElementById("audio").currentTime > 0.2);
      const playing = await labelAfter(page, "Play");
      await page.keyboard.press("Space");
      seen.labels = [playing, await labelAfter(page, playing)];
      await tabTo(page, "position");
      await page.keyboard.press("End");
      await settled(page);
      seen.position = [await now(page), await page.getAttribute("#position", "aria-valuetext")];
      await tabTo(page, "speed");
      await page.keyboard.press("ArrowDown");
      seen.speed = await state("playbackRate", "preservesPitch");
      await tabTo(page, "next-sentence");
      await page.evaluate(() => { document.getElementById("audio").currentTime = 0; });
      await settled(page);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
      await settled(page);
      seen.sentence = [await now(page), await page.locator(".now").getAttribute("data-t"), await page.locator(".s[aria-current=true]").count()];
      seen.chapter = await page.locator(".contents [aria-current=true]").getAttribute("href");
      await tabTo(page, "volume");
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("ArrowLeft");
      seen.volume = await state("volume", "muted");
      await page.keyboard.press("m");
      await page.waitForFunction(() => document.getElementById("mute").getAttribute("aria-pressed") === "true");
      await page.keyboard.press("ArrowRight");
      await page.waitForFunction(() => document.getElementById("mute").getAttribute("aria-pressed") === "false");
      seen.louder = await state("volume", "muted");
      await tabTo(page, "search");
      await page.keyboard.type(argument);
      seen.found = await page.textContent("#found");
      await page.keyboard.press("Enter");
      seen.next = await page.textContent("#found");
      await tabTo(page, "from-match");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => !document.getElementById("audio").paused);
      await settled(page);
      seen.match = await page.evaluate(() => document.querySelector(".now").textContent);
      await page.reload();
      await hasSound(page);
      seen.remembered = await state("volume", "playbackRate");
      return seen;
    });
  },

  /** Return where the sleep timer stops the sound: after five minutes, and at the end of the first chapter. */
  async sleep() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.clock.install();
      await opened(page);
      const seen = [];
      for (const [choice, passes] of [["5", 200_000], ["5", 301_000], ["chapter", 0]]) {
        await page.evaluate(() => { document.getElementById("audio").currentTime = 0.5; });
        await settled(page);
        await page.selectOption("#sleep-timer", choice);
        await page.evaluate(() => document.getElementById("audio").play());
        await page.clock.fastForward(passes);
        await page.waitForFunction(() => document.getElementById("audio").paused || document.getElementById("audio").currentTime > 1.5);
        await page.waitForFunction((chosen) => chosen !== "chapter" || document.getElementById("audio").paused, choice);
        seen.push([await page.evaluate(() => document.getElementById("audio").paused), await page.inputValue("#sleep-timer"), await now(page)]);
        await page.evaluate(() => document.getElementById("audio").pause());
      }
      return seen;
    });
  },

  /** Return whether a page keeps its text when a reader's style sheet, as a bookmarklet adds it, spaces its letters and lines. */
  async spacing() {
    return withPage({ viewport: NARROW }, async (page) => {
      await opened(page);
      await page.evaluate(() => {
        const style = document.createElement("style");
        style.textContent = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }";
        document.body.append(style);
      });
      return page.evaluate(() => {
        const cut = [...document.querySelectorAll("main *, footer *")].filter((e) => e.checkVisibility() && !e.closest(".aside, svg, select, input, audio")
          && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible"));
        return [getComputedStyle(document.querySelector(".s")).letterSpacing, cut.map((e) => e.outerHTML.slice(0, 99)),
          document.documentElement.scrollWidth - innerWidth];
      });
    });
  },

  /** Return what the system's own controls show and do. */
  async media() {
    return withPage({ viewport: WIDE }, async (page) => {
      await page.addInitScript(() => {
        globalThis.acts = {};
        navigator.mediaSession.setActionHandler = (action, act) => { globalThis.acts[action] = act; };
      });
      await opened(page);
      await page.click("#play");
      await page.waitForFunction(() => navigator.mediaSession.metadata);
      await page.click("#play");
      const after = async (action, about) => {
        await page.evaluate(([name, given]) => { document.getElementById("audio").currentTime = 8.5; globalThis.acts[name](given); }, [action, about]);
        await settled(page);
        return now(page);
      };
      const { title, artist, album, artwork } = await page.evaluate(() => {
        const { title, artist, album, artwork } = navigator.mediaSession.metadata;
        return { title, artist, album, artwork: artwork.map(({ src }) => src) };
      });
      return { about: [title, artist, album, ...artwork], seekto: await after("seekto", { seekTime: 3 }), next: await after("nexttrack"), back: await after("seekbackward") };
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

  /** Return, for each frame of playback, the time of the sound and the place of the highlighted word: sentence, and letter in it. */
  async timing() {
    return withPage({ viewport: WIDE }, async (page) => {
      await opened(page);
      await page.evaluate((rate) => { document.getElementById("audio").playbackRate = rate; document.getElementById("play").click(); }, Number(argument));
      return page.evaluate(() => new Promise((done) => {
        const audio = document.getElementById("audio"), frames = [], sentences = [...document.querySelectorAll(".s")];
        const watch = () => {
          const [word] = CSS.highlights.get("said");
          frames.push([audio.currentTime, word ? [sentences.indexOf(word.startContainer.parentElement), word.startOffset] : null]);
          if (frames.length < 150 && !audio.ended) requestAnimationFrame(watch); else done(frames);
        };
        requestAnimationFrame(watch);
      }));
    });
  },

  /** Take a picture of a page, after a script in it: [width, height, colour scheme, script, file]. */
  async picture() {
    const [width, height, colorScheme, script, file] = JSON.parse(argument);
    return withPage({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" }, async (page) => {
      await page.goto(address);
      await page.evaluate(script);
      await page.waitForTimeout(500);
      await page.screenshot({ path: file });
      return file;
    });
  },

  /** Return the milliseconds until a page is loaded, and those of a search for each word, until its matches are painted. */
  async speed() {
    return withPage({ viewport: WIDE }, async (page) => {
      await opened(page);
      return page.evaluate(async (words) => {
        const search = document.getElementById("search"), found = {};
        for (const word of words) {
          const start = performance.now();
          search.value = word;
          search.dispatchEvent(new Event("input"));
          const done = performance.now();
          await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
          found[word] = [Math.round(done - start), Math.round(performance.now() - start), document.getElementById("found").textContent];
        }
        const [{ loadEventEnd }] = performance.getEntriesByType("navigation");
        return { load: Math.round(loadEventEnd), elements: document.querySelectorAll("*").length, search: found };
      }, JSON.parse(argument));
    });
  },

  /** Return the styles of a fragment and of the page around it, its height while closed, and its text, without JavaScript. */
  async embed() {
    return withPage({ viewport: NARROW, javaScriptEnabled: false }, async (page) => {
      await page.goto(address);
      const style = (selector) => page.locator(selector).first().evaluate((e) => {
        const { color, fontFamily, textTransform, borderTopWidth, marginTop, width } = getComputedStyle(e);
        return { color, fontFamily, textTransform, borderTopWidth, marginTop, width };
      });
      const found = { height: (await page.locator(".tts-interview").boundingBox()).height, outside: await style("#own"), host: await style(".tts-interview") };
      await page.locator(".inside > summary").focus();
      await page.keyboard.press("Enter");
      await page.locator(".transcript > summary").focus();
      await page.keyboard.press("Enter");
      found.players = await page.locator("audio").evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);
      found.inside = await style(".tts-interview .text p");
      found.text = await page.locator(".tts-interview .text").innerText();
      return found;
    });
  },

  /** Play, skip and seek in a fragment that came with the page, or by `innerHTML`; return its state, light or dark, narrow or wide. */
  async embedded() {
    return withPage({ viewport: argument === "narrow" ? NARROW : WIDE, colorScheme: argument === "narrow" ? "dark" : "light" }, async (page) => {
      const errors = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await page.goto(address);
      if (argument === "inserted") {
        await page.evaluate(() => {
          const old = document.querySelector(".tts-interview"), markup = globalThis.markup;
          old.parentElement.innerHTML = markup;
        });
      }
      await page.waitForFunction(() => document.querySelector(".tts-interview.ready"));
      const box = page.locator(".tts-interview"), seen = {};
      const sound = (name) => box.evaluate((host, key) => host.shadowRoot.getElementById("audio")[key], name);
      const height = async () => (await box.boundingBox()).height;
      seen.heights = [await height()];
      await box.locator("#play").click();
      await page.waitForFunction(() => document.querySelector(".tts-interview").shadowRoot.getElementById("audio").currentTime > 0.2);
      seen.heights.push(await height());
      seen.label = await box.locator(".label").innerText();
      await page.keyboard.press("k");
      await page.waitForFunction(() => document.querySelector(".tts-interview").shadowRoot.getElementById("audio").paused);
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("m");
      seen.muted = await sound("muted");
      await box.locator(".inside > summary").click();
      await box.evaluate((host) => { host.shadowRoot.getElementById("audio").currentTime = 0.5; });
      await box.locator("#next-chapter").click();
      seen.chapter = await sound("currentTime");
      await box.locator(".transcript > summary").click();
      await box.evaluate((host) => host.shadowRoot.getElementById("audio").addEventListener("seeking", ({ target }) => { globalThis.sought = target.currentTime; }));
      await box.locator("a.time").nth(2).click();
      await page.waitForFunction(() => !document.querySelector(".tts-interview").shadowRoot.getElementById("audio").paused);
      seen.turn = await sought(page);
      seen.paper = await box.locator(".player").evaluate((e) => getComputedStyle(e).backgroundColor);
      return { ...seen, errors, sideways: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth) };
    });
  },

  /** Search a list of episodes and play one; return what is seen of it before and after, and without JavaScript. */
  async list() {
    const shown = (page, selector) => page.locator(selector).evaluateAll((all) => all.filter((e) => e.checkVisibility()).length);
    const plain = await withPage({ viewport: NARROW, javaScriptEnabled: false }, async (page) => {
      await page.goto(address);
      return [await shown(page, "li"), await shown(page, "audio"), await shown(page, "button, input")];
    });
    return withPage({ viewport: WIDE }, async (page) => {
      await page.goto(address);
      const found = {};
      for (const words of JSON.parse(argument)) {
        await page.fill("#search", words);
        found[words] = [await shown(page, "li"), await page.textContent("#found")];
      }
      await page.fill("#search", "");
      const pictures = await page.locator("img").evaluateAll((all) => all.filter((e) => e.naturalWidth).length);
      await page.locator("li button").first().click();
      await page.waitForFunction(() => !document.querySelector("audio").paused);
      return { plain, found, pictures, players: await shown(page, "audio"), focus: await page.evaluate(() => document.activeElement.localName) };
    });
  },

  /** Click a word, share a moment, open its address, and reload to test what is remembered. */
  async places() {
    return withPage({ viewport: WIDE }, async (page) => {
      const seen = {};
      await opened(page);
      const middle = await page.evaluate((words) => {
        const node = [...document.querySelectorAll(".s")].map((e) => e.firstChild).find(({ data }) => data.includes(words)), range = new Range();
        range.setStart(node, node.data.indexOf(words));
        range.setEnd(node, node.data.indexOf(words) + words.length);
        range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
        const { left, top, width, height } = range.getBoundingClientRect();
        return [left + width / 2, top + height / 2];
      }, argument);
      await page.evaluate(() => document.getElementById("audio").addEventListener("seeking", ({ target }) => { globalThis.sought = target.currentTime; }));
      await page.mouse.click(...middle);
      await page.waitForFunction(() => !document.getElementById("audio").paused);
      seen.clicked = await sought(page);
      await page.click("#play");
      await settled(page);
      seen.after = await now(page);
      await page.click("#share-moment");
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
