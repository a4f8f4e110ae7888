// Print the errors that webvtt-parser finds in the given files: [[file, message, line], ...].
import fs from "node:fs";
import { load } from "./browser.mjs";

const { WebVTTParser } = load("webvtt-parser");
const found = process.argv.slice(2).flatMap((file) =>
  new WebVTTParser().parse(fs.readFileSync(file, "utf8"), "captions").errors.map((e) => [file, e.message, e.line]),
);
console.log(JSON.stringify(found));
