// One headless browser for a script beside this file, started when first needed: Firefox where FIREFOX names it, else Chromium.
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.VALIDATORS, "index.js"));
export const load = (name) => require(name);
let browser;

/** Return the result of `act`, which gets a page in a new context. */
export async function withPage(options, act) {
  browser ??= await (process.env.FIREFOX ? firefox() : chromium());
  const context = await browser.newContext(options);
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
}

const chromium = () => load("playwright-core").chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
});

const firefox = () => load("playwright-core").firefox.launch({
  channel: "moz-firefox",  // an ordinary Firefox, by WebDriver BiDi
  executablePath: process.env.FIREFOX,
  firefoxUserPrefs: { "media.autoplay.default": 0 },
});

export const closeBrowser = () => browser?.close();
