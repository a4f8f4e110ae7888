// One headless Chromium for a script beside this file, started when first needed.
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.VALIDATORS, "index.js"));
export const load = (name) => require(name);
let browser;

/** Return the result of `act`, which gets a page in a new context. */
export async function withPage(options, act) {
  browser ??= await load("playwright-core").chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
  });
  const context = await browser.newContext(options);
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
}

export const closeBrowser = () => browser?.close();
