// Chromium, headless, for the scripts beside this file: `await withPage(options, async page => ...)` gives back what that gives.
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.VALIDATORS, "index.js"));
export const { chromium } = require("playwright-core");
export const load = (name) => require(name);

export async function withPage(options, act) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
  });
  try {
    const context = await browser.newContext(options);
    return await act(await context.newPage());
  } finally {
    await browser.close();
  }
}
