// The page is whole without this. With it, the words of all transcripts are searched, part by part, in the browser alone.
const byId = (id) => document.getElementById(id);
const form = byId("find"), results = byId("results"), hits = byId("hits"), more = byId("more"), query = byId("search");
const AT_ONCE = 20;
// Scripts without spaces between words are indexed sign by sign.
const UNSPACED = /([\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])/gu;
const JOINED = /([\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}](?:<\/mark>)?) +(?=(?:<mark>)?[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])/gu;
let opened, found = [], shown = 0, asked = 0;

const NOTHING = { search: () => ({ results: [] }) };

async function open() {
  const parts = await (await fetch("./search/parts.json")).json();
  if (!parts.length) return NOTHING;
  const [first, ...others] = parts.map((part) => new URL(`./search/${part}/`, document.baseURI).pathname);
  const pagefind = await import(`${first}pagefind.js`);
  await pagefind.options({ baseUrl: "/", excerptLength: 24 });
  await pagefind.init();
  await Promise.all(others.map((part) => pagefind.mergeIndex(part, { baseUrl: "/" })));
  return pagefind;
}

function element(name, text, about = {}) {
  const made = Object.assign(document.createElement(name), about);
  made.textContent = text;
  return made;
}

/** Return an excerpt, in which the words that were found are marked; any other sign is text. */
function excerpt(text) {
  const made = element("p", "", { className: "summary", dir: "auto" });
  const plain = (part) => new DOMParser().parseFromString(part, "text/html").body.textContent;
  for (const part of text.replace(JOINED, "$1").split(/(<mark>.*?<\/mark>)/)) {
    made.append(part.startsWith("<mark>") ? element("mark", plain(part)) : plain(part));
  }
  return made;
}

async function show() {
  const next = found.slice(shown, shown + AT_ONCE), mine = asked;
  const all = await Promise.all(next.map((hit) => hit.data()));
  if (mine !== asked) return;
  for (const data of all) {
    const item = element("li", "", { className: "plain" }), box = element("div", ""), heading = element("h2", "", { dir: "auto" });
    heading.append(element("a", data.meta.title, { href: `./${data.meta.page}` }));
    box.append(element("p", data.meta.about ?? "", { className: "about" }), heading, excerpt(data.excerpt));
    item.append(box);
    hits.append(item);
  }
  shown += next.length;
  more.hidden = shown >= found.length;
  const place = form.dataset.found.replace("{place}", shown).replace("{total}", found.length);
  byId("found").textContent = found.length ? place : form.dataset.nothing;
}

async function search() {
  const words = query.value.trim(), mine = ++asked;
  results.hidden = !words;
  byId("episodes").hidden = !!words;
  history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
  if (!words) return;
  opened ??= open();
  const answer = await (await opened).search(words.replace(UNSPACED, " $1 ").replace(/\s+/g, " ").trim());
  if (mine !== asked) return;
  found = answer.results;
  shown = 0;
  hits.replaceChildren();
  await show();
}

let wait;
query.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(search, 250); });
form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(wait); search(); });
more.addEventListener("click", show);
query.value = new URLSearchParams(location.search).get("q") ?? "";
if (query.value) search();
