// What a page has besides the player: moments in its address, and a search in its text. The page is whole without this.
const byId = (id) => document.getElementById(id);
const { audio, seek, show, momentAt, scrollTo, last } = player(document);
document.documentElement.classList.add("js");
byId("find").hidden = false;

// "12.5", "1:02", "1:02:03" and "npt:12", as media fragments have it.
const parsed = (text) => {
  const found = /(?:^|[#&])t=(?:npt:)?((?:\d+:){0,2}\d+(?:\.\d+)?)/.exec(text);
  return found ? found[1].split(":").reduce((sum, part) => sum * 60 + Number(part), 0) : null;
};
const goToAddress = () => {
  const at = parsed(location.hash);
  if (at !== null) seek(at);
  return at !== null;
};
addEventListener("hashchange", goToAddress);
const start = () => { if (!goToAddress()) { if (last) audio.currentTime = last; show(); } };
if (audio.readyState) start(); else audio.addEventListener("loadedmetadata", start, { once: true });

// -- What is said and what is found; no element is made for it.
const shades = new CSSStyleSheet();
shades.replaceSync(`::highlight(said) { background-color: var(--mark); color: var(--ink); text-decoration: underline 3px }
  ::highlight(matches) { background-color: var(--mark); color: var(--ink) }
  ::highlight(match) { background-color: var(--ink); color: var(--paper) }`);
document.adoptedStyleSheets = [shades];

// -- Searching the text.
const query = byId("search"), texts = byId("find").dataset;
const blocks = [...document.querySelectorAll(".turn p:not(.who), .transcript h3")].map((block) => {
  const nodes = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let text = "";
  while (walker.nextNode()) { nodes.push({ node: walker.currentNode, start: text.length }); text += walker.currentNode.data; }
  return { nodes, text };
});
let matches = [], match = -1;
const rangesIn = ({ nodes, text }, pattern) => [...text.matchAll(pattern)].map((found) => {
  const end = found.index + found[0].length, first = nodes[lastAt(nodes, found.index)], ends = nodes[lastAt(nodes, end - 1)];
  return new StaticRange({
    startContainer: first.node, startOffset: found.index - first.start, endContainer: ends.node, endOffset: end - ends.start,
  });
});
const paint = (name, ranges) => {
  if (!globalThis.Highlight) return;
  const painted = new Highlight();
  for (const range of ranges) painted.add(range);
  CSS.highlights.set(name, painted);
};
const showMatch = (number) => {
  match = matches.length ? (number + matches.length) % matches.length : -1;
  const range = matches[match];
  for (const id of ["previous", "next", "from-match"]) byId(id).disabled = !range;
  paint("match", range ? [range] : []);
  const place = () => texts.found.replace("{place}", match + 1).replace("{total}", matches.length);
  byId("found").textContent = range ? place() : query.value.trim() ? texts.nothing : "";
  if (range) scrollTo(range.startContainer.parentElement);
};
const search = () => {
  const wanted = query.value.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"), pattern = new RegExp(wanted, "giu");
  matches = wanted ? blocks.flatMap((block) => rangesIn(block, pattern)) : [];
  paint("matches", matches);
  showMatch(0);
};
query.addEventListener("input", search);
byId("find").addEventListener("submit", (event) => { event.preventDefault(); showMatch(match + 1); });
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.shiftKey) { event.preventDefault(); showMatch(match - 1); }
});
byId("previous").addEventListener("click", () => showMatch(match - 1));
byId("from-match").addEventListener("click", () => {
  const { startContainer, startOffset } = matches[match];
  const at = momentAt(startContainer, startOffset);
  if (at !== undefined) seek(at, { plays: true });
});
