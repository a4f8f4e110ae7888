"use strict";
// The page is whole without this. With it, the text follows the sound, and the sound the text.
(() => {
  const byId = (id) => document.getElementById(id);
  const audio = byId("audio"), player = byId("player"), position = byId("position"), speed = byId("speed");
  const words = player.dataset, wave = document.querySelector(".wave"), transcript = byId("transcript");
  const seconds = Number(words.seconds) || 0;
  const sentences = [...transcript.querySelectorAll(".s")].map((element) => ({
    element, start: Number(element.dataset.t), end: Number(element.dataset.e),
    words: [...element.querySelectorAll("[data-t]")].map((word) => ({ element: word, start: Number(word.dataset.t) })),
  }));

  // Storage is forbidden on some pages that are opened from a folder: then nothing is remembered.
  const key = (what) => `tts-interview ${location.pathname} ${what}`;
  const recall = (what) => { try { return localStorage.getItem(key(what)); } catch { return null; } };
  const remember = (what, value) => { try { localStorage.setItem(key(what), value); } catch { /* it works without */ } };

  const clock = (at) => {
    const whole = Math.max(0, Math.floor(at)), hours = Math.floor(whole / 3600);
    const two = (n) => String(n).padStart(2, "0"), minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };
  // "12.5", "1:02", "1:02:03" and "npt:12", as media fragments have it.
  const parsed = (text) => {
    const found = /(?:^|[#&])t=(?:npt:)?((?:\d+:){0,2}\d+(?:\.\d+)?)/.exec(text);
    return found ? found[1].split(":").reduce((sum, part) => sum * 60 + Number(part), 0) : null;
  };
  const lastAt = (list, at) => {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].start <= at + 0.001) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  // -- What is heard is shown.
  let sentence = -1, word = null;
  const isInView = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > player.getBoundingClientRect().height && box.top < innerHeight;
  };
  const scrollTo = (element) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };
  const showSentence = (number, force) => {
    const old = sentences[sentence], next = sentences[number];
    // Who has scrolled elsewhere to read is left there.
    const follows = byId("follow").checked && (force || (!audio.paused && (!old || isInView(old.element))));
    old?.element.classList.remove("now");
    old?.element.removeAttribute("aria-current");
    next?.element.classList.add("now");
    next?.element.setAttribute("aria-current", "true");
    sentence = number;
    if (next && follows) scrollTo(next.element);
  };
  const showWord = (element) => {
    if (element === word) return;
    word?.classList.remove("said");
    element?.classList.add("said");
    word = element;
  };
  const show = (force = false) => {
    const at = audio.currentTime, number = lastAt(sentences, at);
    if (number !== sentence) showSentence(number, force);
    const heard = sentences[number], isHeard = heard && at < heard.end;
    showWord((isHeard && heard.words[lastAt(heard.words, at)]?.element) || null);
    if (document.activeElement !== position || !position.matches(":active")) position.value = at;
    position.setAttribute("aria-valuetext", `${clock(at)} / ${clock(seconds)}`);
    byId("now").textContent = clock(at);
    wave.style.setProperty("--at", seconds ? Math.min(1, at / seconds) : 0);
  };
  const run = () => { show(); if (!audio.paused) requestAnimationFrame(run); };

  // -- Where the sound goes.
  const seek = (at, { plays = false, scrolls = true } = {}) => {
    audio.currentTime = Math.max(0, Math.min(at, seconds));
    show(scrolls);
    if (plays) audio.play();
  };
  const step = (by) => {
    const number = Math.max(0, Math.min(sentences.length - 1, sentence + by));
    if (sentences.length) seek(sentences[number].start);
  };
  const keep = () => remember("place", audio.currentTime.toFixed(1));
  let kept = 0;
  audio.addEventListener("timeupdate", () => {
    show();
    if (Math.abs(audio.currentTime - kept) > 5) { kept = audio.currentTime; keep(); }
  });
  audio.addEventListener("seeked", () => show());
  audio.addEventListener("play", () => { player.classList.add("playing"); byId("play").setAttribute("aria-label", words.pause); run(); });
  for (const event of ["pause", "ended"]) {
    audio.addEventListener(event, () => { player.classList.remove("playing"); byId("play").setAttribute("aria-label", words.play); keep(); });
  }
  addEventListener("pagehide", keep);
  byId("play").addEventListener("click", () => (audio.paused ? audio.play() : audio.pause()));
  position.addEventListener("input", () => seek(Number(position.value), { scrolls: false }));
  byId("back").addEventListener("click", () => step(-1));
  byId("again").addEventListener("click", () => step(0));
  byId("forth").addEventListener("click", () => step(1));
  speed.addEventListener("change", () => { audio.playbackRate = Number(speed.value); remember("speed", speed.value); });
  wave.addEventListener("click", (event) => {
    const box = wave.getBoundingClientRect();
    seek((seconds * (event.clientX - box.left)) / box.width, { scrolls: false });
  });
  transcript.addEventListener("click", (event) => {
    const target = event.target.closest("[data-t]");
    if (!target || !getSelection().isCollapsed) return;
    if (target.matches("a")) event.preventDefault();
    seek(Number(target.dataset.t), { plays: true });
  });
  for (const link of document.querySelectorAll(".contents a")) {
    link.addEventListener("click", () => seek(Number(link.dataset.t), { scrolls: false }));
  }

  // -- The address of a moment.
  byId("share").addEventListener("click", async () => {
    const address = byId("address"), box = byId("shared");
    address.value = `${location.href.split("#")[0]}#t=${audio.currentTime.toFixed(1)}`;
    box.hidden = false;
    byId("share").setAttribute("aria-expanded", "true");
    byId("copied").textContent = "";
    try {
      await navigator.clipboard.writeText(address.value);
      byId("copied").textContent = words.copied;
    } catch {
      address.focus();
      address.select();
    }
  });
  const goToAddress = () => {
    const at = parsed(location.hash);
    if (at !== null) seek(at);
    return at !== null;
  };
  addEventListener("hashchange", goToAddress);

  // -- Searching the text.
  const shades = new CSSStyleSheet();
  shades.replaceSync(`::highlight(matches) { background-color: var(--mark); color: var(--ink) }
    ::highlight(match) { background-color: var(--ink); color: var(--paper) }`);
  document.adoptedStyleSheets = [shades];
  const blocks = [...transcript.querySelectorAll(".turn p:not(.who), h3")];
  let matches = [], match = -1;
  const rangesIn = (block, pattern) => {
    const nodes = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) { nodes.push({ node: walker.currentNode, start: text.length }); text += walker.currentNode.data; }
    return [...text.matchAll(pattern)].map((found) => {
      const range = new Range(), end = found.index + found[0].length;
      const first = nodes[lastAt(nodes, found.index)], last = nodes[lastAt(nodes, end - 1)];
      range.setStart(first.node, found.index - first.start);
      range.setEnd(last.node, end - last.start);
      return range;
    });
  };
  const paint = (name, ranges) => {
    if (!globalThis.Highlight || !CSS.highlights) return;
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges)); else CSS.highlights.delete(name);
  };
  const showMatch = (number) => {
    match = matches.length ? (number + matches.length) % matches.length : -1;
    const range = matches[match], query = byId("query").value.trim();
    for (const id of ["previous", "next", "from-match"]) byId(id).disabled = !range;
    paint("matches", matches);
    paint("match", range ? [range] : []);
    const place = () => words.found.replace("{place}", match + 1).replace("{total}", matches.length);
    byId("found").textContent = range ? place() : query ? words.nothing : "";
    if (range) scrollTo(range.startContainer.parentElement);
  };
  const search = () => {
    const query = byId("query").value.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
    matches = query ? blocks.flatMap((block) => rangesIn(block, new RegExp(query, "giu"))) : [];
    showMatch(0);
  };
  byId("query").addEventListener("input", search);
  byId("search").addEventListener("submit", (event) => { event.preventDefault(); showMatch(match + 1); });
  byId("query").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.shiftKey) { event.preventDefault(); showMatch(match - 1); }
  });
  byId("previous").addEventListener("click", () => showMatch(match - 1));
  byId("from-match").addEventListener("click", () => {
    const range = matches[match], container = range?.startContainer.parentElement;
    const timed = container?.closest("[data-t]") ?? container?.parentElement.querySelector("[data-t]");
    if (timed) seek(Number(timed.dataset.t), { plays: true });
  });

  // -- Now that all is ready, the page takes over from the browser's own player.
  document.documentElement.classList.add("js");
  audio.controls = false;
  audio.preservesPitch = true;
  for (const element of [player.querySelector(".controls"), byId("search")]) element.hidden = false;
  const pace = recall("speed");
  if (pace && [...speed.options].some((option) => option.value === pace)) { speed.value = pace; audio.playbackRate = Number(pace); }
  const place = Number(recall("place"));
  const start = () => { if (!goToAddress() && place > 5 && place < seconds - 5) { audio.currentTime = place; show(); } else show(); };
  if (audio.readyState) start(); else audio.addEventListener("loadedmetadata", start, { once: true });
  if ("mediaSession" in navigator) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: document.querySelector("h1").textContent });
    navigator.mediaSession.setActionHandler("previoustrack", () => step(-1));
    navigator.mediaSession.setActionHandler("nexttrack", () => step(1));
  }
})();
