// The player of a page, or of an article's shadow tree: the text follows the sound, and the sound the text.
function player(root) {
  const $ = (id) => root.getElementById(id);
  const box = $("player"), audio = $("audio"), words = box.dataset;
  const seconds = Number(words.seconds) || 0, chapters = words.chapters.split(" ").filter(Boolean).map(Number);
  const wave = root.querySelector(".wave"), links = [...root.querySelectorAll(".contents a")];
  const bars = [...root.querySelectorAll(".bar, .extras")], times = [...root.querySelectorAll(".elapsed")];
  const sentences = [...root.querySelectorAll(".s")].map((element) => ({
    element, start: Number(element.dataset.t), end: Number(element.dataset.e),
  }));
  // All that changes, apart from the sound itself. `sleeps` tells whether the sleep timer has run out.
  const state = { quarter: -1, sentence: -1, word: -1, chapter: -1, sleeps: null, kept: 0 };

  // Storage is forbidden on some pages that are opened from a folder: then nothing is remembered.
  const place = `place ${words.page || location.pathname}`;
  const recall = (what) => { try { return localStorage.getItem(`tts-interview ${what}`); } catch { return null; } };
  const remember = (what, value) => { try { localStorage.setItem(`tts-interview ${what}`, value); } catch { /* it works without */ } };

  const clock = (at) => {
    const whole = Math.max(0, Math.floor(at)), hours = Math.floor(whole / 3600);
    const two = (n) => String(n).padStart(2, "0"), minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };

  // -- What is heard is shown. The clock of the sound already allows for the delay of the loudspeakers that the browser knows:
  // with a sink that is 0.6 s late, Chromium's is within 7 ms of what is heard. So no latency is subtracted here.
  const isInView = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > Math.max(...bars.map((bar) => bar.getBoundingClientRect().bottom)) && top < innerHeight;
  };
  const scrollTo = (element) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  };
  const mark = (element, is) => {
    element?.classList.toggle("now", is);
    if (is) element?.setAttribute("aria-current", "true"); else element?.removeAttribute("aria-current");
  };
  const showSentence = (number, force) => {
    const old = sentences[state.sentence]?.element, next = sentences[number]?.element;
    // A reader who has scrolled elsewhere is left there.
    const follows = $("follow")?.checked && (force || (!audio.paused && (!old || isInView(old))));
    mark(old, false);
    mark(next, true);
    state.sentence = number;
    if (next && follows) scrollTo(next);
  };
  const wordsOf = (sentence) => {
    if (!sentence.words) {
      const numbers = (sentence.element.dataset.w ?? "").split(" ").filter(Boolean).map(Number);
      sentence.words = Array.from({ length: numbers.length / 2 }, (_, n) => ({
        place: numbers[2 * n], start: sentence.start + numbers[2 * n + 1] / 1000,
      }));
    }
    return sentence.words;
  };
  const said = globalThis.Highlight && root.querySelector("[data-w]") ? new Highlight() : null;
  if (said) CSS.highlights.set("said", said);
  const showWord = (sentence, number) => {
    if (!said || number === state.word) return;
    state.word = number;
    said.clear();
    if (number < 0) return;
    const node = sentence.element.firstChild, start = wordsOf(sentence)[number].place;
    const range = new Range();
    range.setStart(node, start);
    range.setEnd(node, start + /^\S*/.exec(node.data.slice(start))[0].length);
    said.add(range);
  };
  const chapterAt = (at) => chapters.findLastIndex((start) => start <= at + 0.001);
  const showChapter = (number) => {
    links[state.chapter]?.removeAttribute("aria-current");
    links[number]?.setAttribute("aria-current", "true");
    state.chapter = number;
  };
  // Four times a second is smooth enough, and leaves the processor time for the words.
  const showTime = (at) => {
    state.quarter = Math.floor(4 * at);
    if (!$("position").matches(":active")) $("position").value = at;
    $("position").setAttribute("aria-valuetext", `${clock(at)} / ${clock(seconds)}`);
    for (const time of times) time.textContent = clock(at);
    for (const element of [box, wave]) element?.style.setProperty("--at", seconds ? Math.min(1, at / seconds) : 0);
  };
  const show = (force = false) => {
    const at = audio.currentTime, number = lastAt(sentences, at), sentence = sentences[number];
    if (number !== state.sentence) { state.word = -2; showSentence(number, force); }
    showWord(sentence, sentence && at < sentence.end ? lastAt(wordsOf(sentence), at) : -1);
    const chapter = chapterAt(at);
    if (chapter !== state.chapter) showChapter(chapter);
    if (Math.floor(4 * at) !== state.quarter) showTime(at);
    if (state.sleeps?.()) { audio.pause(); sleep(""); }
  };
  const run = () => { show(); if (!audio.paused) requestAnimationFrame(run); };

  // -- What a control does.
  const play = () => audio.play().catch(() => { /* the browser has said why */ });
  const seek = (at, { plays = false, scrolls = true } = {}) => {
    audio.currentTime = Math.max(0, Math.min(at, seconds));
    show(scrolls);
    if (plays) play();
  };
  const step = (by) => {
    const number = Math.max(0, Math.min(sentences.length - 1, lastAt(sentences, audio.currentTime) + by));
    if (sentences.length) seek(sentences[number].start);
  };
  const toChapter = (by) => {
    // Back goes to the start of the chapter, unless that has just begun.
    const chapter = chapterAt(audio.currentTime), isBegun = by < 0 && audio.currentTime - chapters[chapter] > 3;
    const start = chapters[Math.max(0, chapter + (isBegun ? 0 : by))];
    if (start !== undefined) seek(start);
  };
  const sleep = (choice) => {
    const until = Date.now() + 60000 * Number(choice), end = chapters[chapterAt(audio.currentTime) + 1] ?? seconds;
    state.sleeps = choice === "chapter" ? () => audio.currentTime >= end - 0.05 : choice ? () => Date.now() >= until : null;
    $("sleep-timer").value = choice;
  };
  const share = async () => {
    const address = $("address");
    address.value = `${new URL(words.page || location.href.split("#")[0], location.href)}#t=${audio.currentTime.toFixed(1)}`;
    $("shared").hidden = false;
    $("share-moment").setAttribute("aria-expanded", "true");
    $("copied").textContent = "";
    try {
      await navigator.clipboard.writeText(address.value);
      $("copied").textContent = words.copied;
    } catch {
      address.focus();
      address.select();
    }
  };
  const buttons = {
    "play": () => (audio.paused ? play() : audio.pause()),
    "back": () => seek(audio.currentTime - Number(words.back)),
    "forward": () => seek(audio.currentTime + Number(words.forward)),
    "previous-chapter": () => toChapter(-1),
    "next-chapter": () => toChapter(1),
    "previous-sentence": () => step(-1),
    "repeat-sentence": () => step(0),
    "next-sentence": () => step(1),
    "mute": () => { audio.muted = !audio.muted; },
    "share-moment": share,
  };
  const fields = {
    "position": (value) => seek(Number(value), { scrolls: false }),
    "speed": (value) => { audio.playbackRate = Number(value); remember("speed", value); },
    "volume": (value) => { audio.volume = Number(value); audio.muted = false; remember("volume", value); },
    "sleep-timer": sleep,
    "use-keys": () => remember("keys", $("use-keys").checked ? "on" : "off"),
  };
  for (const [id, act] of Object.entries(buttons)) $(id).addEventListener("click", act);
  for (const [id, act] of Object.entries(fields)) $(id).addEventListener("input", () => act($(id).value));

  // -- Keys: each control names its own.
  const keyed = new Map([...root.querySelectorAll("[aria-keyshortcuts]")].map((e) => [e.getAttribute("aria-keyshortcuts").toLowerCase(), e]));
  // Keyboards of other scripts have these letters in the same places.
  const pressed = ({ key = "", code = "", shiftKey }) =>
    key < "\x7f" ? key.toLowerCase() : code === "Slash" ? (shiftKey ? "?" : "/") : code.replace("Key", "").toLowerCase();
  const takesLetters = "input:not([type=range], [type=checkbox]), select, textarea, [contenteditable]";
  root.addEventListener("keydown", (event) => {
    const control = keyed.get(pressed(event));
    if (!control || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (!$("use-keys").checked && control.id !== "keys" || event.target.closest(takesLetters) || !control.checkVisibility()) return;
    event.preventDefault();
    if (control.matches("button, [type=checkbox]")) control.click(); else control.focus();
  });

  // -- What the sound reports.
  const keep = () => remember(place, audio.currentTime.toFixed(1));
  const showPlaying = () => {
    box.classList.toggle("playing", !audio.paused);
    $("play").title = audio.paused ? words.play : words.pause;
  };
  const showVolume = () => {
    $("mute").setAttribute("aria-pressed", audio.muted);
    $("volume").value = audio.muted ? 0 : audio.volume;
    $("volume").setAttribute("aria-valuetext", `${Math.round(100 * $("volume").value)} %`);
  };
  const reports = {
    timeupdate: () => {
      show();
      if (Math.abs(audio.currentTime - state.kept) > 5) { state.kept = audio.currentTime; keep(); }
    },
    seeked: () => show(),
    play: () => { box.classList.add("begun"); showPlaying(); announce(); run(); },
    pause: () => { showPlaying(); keep(); },
    ended: () => { showPlaying(); keep(); sleep(""); },
    volumechange: showVolume,
  };
  for (const [event, act] of Object.entries(reports)) audio.addEventListener(event, act);
  addEventListener("pagehide", keep);

  // -- Clicks into the text and the waveform.
  // The time of the word at a place in the text: of a heading, that of the sentence after it.
  const momentAt = (node, place) => {
    const { DOCUMENT_POSITION_CONTAINS: holds, DOCUMENT_POSITION_FOLLOWING: follows } = Node;
    const sentence = sentences.find(({ element }) => node.compareDocumentPosition(element) & (holds | follows));
    const word = sentence?.element.firstChild === node && wordsOf(sentence).findLast((one) => one.place <= place);
    return (word || sentence)?.start;
  };
  const clicked = ({ clientX: x, clientY: y }) => {
    const caret = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
    return caret && momentAt(caret.offsetNode ?? caret.startContainer, caret.offset ?? caret.startOffset);
  };
  const follow = (event) => {
    const target = event.target.closest("[data-t]");
    if (!target || !getSelection().isCollapsed) return;
    if (target.matches("a")) event.preventDefault();
    seek((target.dataset.w && clicked(event)) || Number(target.dataset.t), { plays: true });
  };
  root.querySelector(".transcript").addEventListener("click", follow);
  for (const link of links) link.addEventListener("click", () => seek(Number(link.dataset.t), { scrolls: false }));
  wave?.addEventListener("click", (event) => {
    const { left, width } = wave.getBoundingClientRect();
    seek((seconds * (event.clientX - left)) / width, { scrolls: false });
  });

  // -- The controls of the system: keys of the keyboard, headphones, the locked screen.
  const announce = () => {
    document.dispatchEvent(new CustomEvent("tts-interview", { detail: audio }));
    if (!("mediaSession" in navigator)) return;
    const { title, artist, album, cover } = words;
    const artwork = cover ? [{ src: new URL(cover, location.href).href }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title, artist, album, artwork });
    const actions = {
      play,
      pause: () => audio.pause(),
      seekbackward: buttons.back,
      seekforward: buttons.forward,
      seekto: ({ seekTime }) => seek(seekTime),
      previoustrack: buttons["previous-chapter"],
      nexttrack: buttons["next-chapter"],
    };
    for (const [action, act] of Object.entries(actions)) {
      try { navigator.mediaSession.setActionHandler(action, act); } catch { /* an older browser lacks it */ }
    }
  };
  // One episode plays at a time.
  document.addEventListener("tts-interview", ({ detail }) => { if (detail !== audio) audio.pause(); });

  // -- Now that all is ready, the controls take over from the browser's own.
  box.classList.add("js");
  audio.controls = false;
  audio.preservesPitch = true;
  for (const element of root.querySelectorAll(".bar, .extras, #play")) element.hidden = false;
  for (const id of ["previous-chapter", "next-chapter"]) $(id).hidden = chapters.length < 2;
  const pace = recall("speed"), loud = recall("volume");
  if ([...$("speed").options].some(({ value }) => value === pace)) { $("speed").value = pace; audio.playbackRate = Number(pace); }
  audio.volume = 0.5;
  $("volume").hidden = audio.volume === 1; // some phones leave it to their own buttons
  audio.volume = loud >= 0 && loud <= 1 ? Number(loud ?? 1) : 1;
  for (const select of root.querySelectorAll("select")) select.style.setProperty("field-sizing", "content");
  $("use-keys").checked = recall("keys") !== "off";
  showVolume();
  const last = Number(recall(place));
  return { audio, seek, show, momentAt, scrollTo, last: last > 5 && last < seconds - 5 ? last : 0 };
}

function lastAt(list, at) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].start <= at + 0.001) low = middle + 1; else high = middle;
  }
  return low - 1;
}
