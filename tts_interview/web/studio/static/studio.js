"use strict";
// The pages are whole without this. With it, keys act on the turn that has the focus, and turns are played.
(() => {
  const byId = (id) => document.getElementById(id);
  const data = (id) => JSON.parse(byId(id)?.textContent ?? "[]");
  document.documentElement.classList.add("js");
  const tell = (line) => { byId("status").textContent = line; };

  document.addEventListener("htmx:sendError", () => tell("The studio does not answer. Is it still running? Nothing was lost."));
  document.addEventListener("htmx:responseError", (event) => tell(`That did not work: ${event.detail.xhr.status}.`));

  // -- A file that is dropped anywhere on the start page is read.
  const file = byId("file");
  if (file) {
    const drag = (event) => { event.preventDefault(); document.body.classList.toggle("dropping", event.type === "dragover"); };
    for (const type of ["dragover", "dragleave"]) addEventListener(type, drag);
    addEventListener("drop", (event) => {
      drag(event);
      if (!event.dataTransfer.files.length) return;
      file.files = event.dataTransfer.files;
      file.form.requestSubmit();
    });
  }

  // -- A sound is heard at the press of its button, and stops at the next press.
  const sample = new Audio();
  let sounding = null;
  const hush = () => { if (sounding) sounding.textContent = sounding.dataset.label; sounding = null; sample.pause(); };
  sample.addEventListener("ended", hush);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-sound]"), again = button === sounding;
    if (!button) return;
    hush();
    if (again) return;
    [sounding, button.dataset.label, button.textContent] = [button, button.textContent, "Stop"];
    const say = byId(button.dataset.with)?.value;
    const form = button.dataset.form ? `?${new URLSearchParams(new FormData(byId(button.dataset.form)))}` : "";
    sample.src = button.dataset.sound + form + (say ? `&say=${encodeURIComponent(say)}` : "");
    try { await sample.play(); } catch (error) { if (error.name !== "AbortError") { hush(); tell("This sound cannot be played."); } }
  });
  document.addEventListener("htmx:beforeSwap", hush);

  // -- The work is told of as it goes; a change in another page or program is shown.
  const told = document.querySelector("[data-events]");
  if (told) {
    const source = new EventSource(told.dataset.events);
    source.addEventListener("told", (event) => {
      const line = JSON.parse(event.data);
      tell(line);
      if (byId("work")) htmx.trigger("#work", "changed");
      if (byId("progress")) byId("progress").textContent = line;
      if (byId("progress") && !/ % done|waits|begins/.test(line)) location.reload();
    });
    // What this page does itself comes with its own answer.
    let latest = 0, isPosting = false;
    const catchUp = () => {
      const seen = byId("seen");
      if (seen && !isPosting && latest > Number(seen.value)) htmx.ajax("GET", `${told.dataset.url}/changes`, { source: told, swap: "none" });
    };
    source.addEventListener("changed", (event) => { latest = Number(event.data); catchUp(); });
    const posts = (is) => (event) => { if (event.detail.requestConfig.verb === "post") { isPosting = is; catchUp(); } };
    document.addEventListener("htmx:beforeRequest", posts(true));
    document.addEventListener("htmx:afterRequest", posts(false));
    addEventListener("pagehide", () => source.close());
  }

  // -- In the queue of an archive, keys press the buttons that decide, wherever the focus is; J goes to the first turn.
  const desk = byId("desk");
  desk?.addEventListener("keydown", (event) => {
    if (event.target.matches("textarea, input, select") || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const action = data("keys").find(([pressed]) => pressed === event.key.toLowerCase())?.[1];
    const button = byId(`do-${action}`) ?? (action === "next" && event.target === desk ? document.querySelector(".turn") : null);
    if (!button) return;
    event.preventDefault();
    if (button.matches(".turn")) button.focus(); else button.click();
  });

  const rows = byId("rows");
  if (!rows) return;

  // -- The turns.
  const found = rows.getElementsByClassName("turn"), turns = () => [...found];  // kept up to date by the browser
  const current = () => document.activeElement?.closest?.(".turn") ?? null;
  let last = null, lastNumber = 0;
  const go = (turn) => { if (turn) { turn.focus({ preventScroll: true }); turn.scrollIntoView({ block: "nearest" }); } };
  rows.addEventListener("focusin", () => { last = current(); lastNumber = last ? turns().indexOf(last) : lastNumber; });
  rows.addEventListener("click", (event) => {
    const turn = event.target.closest(".turn");
    if (turn && !event.target.closest("a, button, input, select, textarea, summary")) turn.focus({ preventScroll: true });
  });

  const post = (turn, action, values = {}) => {
    const place = turn ? `turns/${turn.dataset.id}/${action}` : action;
    const opened = turn?.querySelector("textarea") ? { opened: turn.dataset.id } : {};
    return htmx.ajax("POST", `${rows.dataset.url}/${place}`, { source: rows, swap: "none", values: { ...opened, ...values } });
  };

  // The forms and links of a row are plain. Were they htmx's, it would take a fifth of a second to find them in a long script.
  rows.addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    event.preventDefault();
    htmx.ajax("POST", button?.getAttribute("formaction") ?? form.getAttribute("action"), { source: form, swap: "none", values: Object.fromEntries(new FormData(form, button)) });
  });
  rows.addEventListener("click", (event) => {
    const link = event.target.closest("[data-row]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    htmx.ajax("GET", link.dataset.row, { source: link, target: link.closest(".row"), swap: "outerHTML" });
  });

  // The place of the cursor in the words of a turn: of the text field, or of the selection.
  const cursor = (turn) => {
    const field = document.activeElement;
    if (field.matches("textarea")) return { paragraph: field.dataset.p, offset: field.selectionStart };
    const selection = getSelection(), node = selection.anchorNode, words = node?.parentElement?.closest(".words");
    if (!words || !turn.contains(words)) return null;
    const range = selection.getRangeAt(0);
    return { paragraph: words.dataset.p, offset: range.startOffset };
  };

  const split = (turn) => {
    const field = document.activeElement, place = cursor(turn);
    if (!place) { tell("Put the cursor into the words first: click there, or open the turn."); return; }
    if (field.matches("textarea")) {  // what was typed is saved with the split
      field.setRangeText("\n\n", field.selectionStart, field.selectionStart, "end");
      field.form.requestSubmit();
    } else post(turn, "split", place);
  };

  const people = data("people");
  const give = (turn, digit, all) => {
    const speaker = people[digit - 1];
    if (speaker) post(turn, "give", all ? { speaker, all: 1 } : { speaker });
    else tell(`There is no person ${digit}.`);
  };

  const step = (turn, by) => { const all = turns(); go(all[all.indexOf(turn) + by]); };
  const actions = {
    next: (turn) => step(turn, 1),
    previous: (turn) => step(turn, -1),
    unsure: (turn) => {
      const all = turns(), next = all.slice(all.indexOf(turn) + 1).find((one) => one.matches(".unsure"));
      if (next) go(next);
      else tell("There are no more unsure turns.");
    },
    play: (turn) => playing.toggle(turn, false),
    "play-on": (turn) => playing.toggle(turn, true),
    open: (turn) => turn.querySelector("[data-row]").click(),
    give: (turn, digit) => give(turn, digit, false),
    "give-all": (turn, digit) => give(turn, digit, true),
    split,
    join: (turn) => post(turn, "join"),
    "leave-out": (turn) => post(turn, "leave-out"),
    lock: (turn) => post(turn, "lock"),
    wrong: (turn) => post(byId(playing.id) ?? turn, "mark", playing.said ?? cursor(turn) ?? {}),
    undo: () => post(null, "undo"),
    redo: () => post(null, "redo"),
    save: () => document.activeElement.form.requestSubmit(),
    close: (turn) => { turn.focus(); },
    help: () => byId("keys-help").showModal(),
  };
  const keys = new Map(data("keys").map(([pressed, action, inText]) => [`${inText} ${pressed}`, action]));
  rows.addEventListener("keydown", (event) => {
    const turn = current(), inText = event.target.matches("textarea, input, select");
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    const key = digit && !inText ? digit : event.key.length === 1 && event.key !== "?" ? event.key.toLowerCase() : event.key;
    const shift = event.shiftKey && event.key !== "?";
    const pressed = `${shift ? "Shift+" : ""}${event.ctrlKey || event.metaKey ? "Control+" : ""}${event.altKey ? "Alt+" : ""}${shift && key.length === 1 && !digit ? key.toUpperCase() : key}`;
    const action = keys.get(`${inText} ${pressed}`);
    if (!turn || !actions[action]) return;
    event.preventDefault();
    actions[action](turn, Number(digit));
  });
  byId("keys-open").addEventListener("click", actions.help);

  // -- After an action: numbers, the focus, and the words of a field that was being edited.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const field = event.detail.target.querySelector?.("textarea");
    const own = event.detail.elt === undefined || event.target.contains?.(document.activeElement);
    if (field && field.value !== field.defaultValue && document.activeElement !== field && !own) event.detail.shouldSwap = false;
  });
  // What was asked before a change does not fit the page any more.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const seen = event.detail.requestConfig.parameters.seen;
    if (seen && seen !== byId("seen").value) event.detail.shouldSwap = false;
  });
  const label = () => {
    turns().forEach((turn, number) => {
      const shown = turn.querySelector(".n");
      if (shown.textContent !== String(number + 1)) shown.textContent = number + 1;
    });
    const waiting = data("waiting");
    for (const state of rows.querySelectorAll(".state")) {
      const now = waiting[state.id.slice(1)] ?? state.dataset.line ?? "";
      if (state.textContent !== now) state.textContent = now;
    }
  };
  let labelling = 0;
  const settle = () => {
    labelling ||= requestAnimationFrame(() => { labelling = 0; label(); });  // an answer has many parts
    if (document.activeElement !== document.body) return;
    if (last && !last.isConnected) go(byId(last.id) ?? turns()[Math.min(lastNumber, turns().length - 1)]);
    else byId("marks")?.focus();
  };
  document.addEventListener("htmx:afterSettle", settle);
  document.addEventListener("htmx:afterRequest", (event) => {
    requestAnimationFrame(settle);
    if (byId("work") && event.detail.elt !== byId("work")) htmx.trigger("#work", "changed");
  });

  // -- Turns are played piece by piece, so that the first is heard while the next are spoken; the words are lit.
  const audio = new Audio();
  const mark = (id, words) => {
    if (!globalThis.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("said");
    const text = words && byId(id)?.querySelector(`.words[data-p="${words.paragraph}"]`)?.firstChild;
    if (!text || words.end > text.length) return;
    const range = new Range();
    range.setStart(text, words.start);
    range.setEnd(text, words.end);
    CSS.highlights.set("said", new Highlight(range));
  };
  const playing = {
    id: "", run: 0, said: null,
    stop() {
      this.run += 1;
      audio.pause();
      this.hide();
    },
    hide() {
      mark("");
      this.said = null;
      const turn = byId(this.id);
      turn?.classList.remove("playing");
      const button = turn?.querySelector(".play");
      if (button) { button.textContent = button.dataset.label; button.setAttribute("aria-pressed", "false"); }
      this.id = "";
    },
    show(turn) {
      this.hide();
      this.id = turn.id;
      turn.classList.add("playing");
      const button = turn.querySelector(".play");
      button.dataset.label ??= button.textContent;
      button.textContent = "Stop";
      button.setAttribute("aria-pressed", "true");
      turn.scrollIntoView({ block: "nearest" });
    },
    async toggle(turn, on) {
      const again = this.id === turn.id;
      this.stop();
      if (again) return;
      const run = this.run, pieces = piecesFrom(turn, on);
      this.show(turn);
      try {
        for (let coming = pieces.next(); run === this.run;) {
          const { done, value } = await patiently(coming);
          if (done || run !== this.run) break;
          coming = pieces.next();  // spoken while this piece is heard
          coming.catch(() => {});
          const now = byId(value.id);
          if (now && now.id !== this.id) this.show(now);
          if (now) await this.piece(run, value);
          URL.revokeObjectURL(value.address);
        }
      } catch (error) {
        tell(error.name === "NotAllowedError" ? "The browser plays nothing before you press a key or a button here: press L, or Play from here." : `This turn cannot be played: ${error.message}.`);
      }
      if (run === this.run) this.stop();
    },
    async piece(run, { id, piece, address, words }) {
      audio.src = address;
      await audio.play();
      await new Promise((done) => {
        const follow = () => {
          if (run !== this.run || audio.ended) { done(); return; }
          const said = words.findLast(([, , from]) => from <= audio.currentTime + 0.02);
          mark(id, said ? { paragraph: piece.paragraph, start: said[0], end: said[1] } : null);
          if (said) this.said = { paragraph: piece.paragraph, offset: said[0], end: said[1] };
          requestAnimationFrame(follow);
        };
        follow();
        audio.addEventListener("ended", done, { once: true });
      });
      if (run === this.run) await new Promise((done) => setTimeout(done, piece.pause * 1000));
    },
  };
  const reason = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main p")?.textContent ?? answer.status;
  // Whoever waits for a sound is told why, once.
  const PATIENCE_MS = 700;
  const patiently = async (coming) => {
    let line = "", isHere = false;
    const asking = setTimeout(async () => {
      const answer = await fetch(`${rows.dataset.url}/waiting`), said = await answer.json();
      if (!isHere && playing.id) tell(line = said);
    }, PATIENCE_MS);
    try { return await coming; } finally {
      isHere = true;
      clearTimeout(asking);
      if (line && byId("status").textContent === line) tell("");
    }
  };
  const load = async (piece) => {
    const sound = await fetch(`${piece.sound}.wav`);
    if (!sound.ok) throw new Error(await reason(sound));
    const words = await fetch(`${piece.sound}.json`);  // of the clip that is spoken by now
    return { address: URL.createObjectURL(await sound.blob()), words: words.ok ? await words.json() : [] };
  };
  const piecesFrom = async function* (turn, on) {
    for (let id = turn.id; id; id = on && byId(id) ? turns()[turns().indexOf(byId(id)) + 1]?.id : "") {
      const answer = await fetch(`${rows.dataset.url}/turns/${id.slice(1)}/pieces`);
      if (!answer.ok) throw new Error(await reason(answer));
      for (const piece of await answer.json()) yield { id, piece, ...await load(piece) };
    }
  };
  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-play]");
    if (button) playing.toggle(button.closest(".turn"), button.dataset.play === "on");
    const wrong = event.target.closest("[data-wrong]");
    if (wrong) { event.preventDefault(); actions.wrong(wrong.closest(".turn")); }
  });
  if (new URLSearchParams(location.search).has("listen") && turns().length) {
    history.replaceState(null, "", location.pathname);  // loaded again, the page is silent
    go(turns()[0]);
    playing.toggle(turns()[0], true);
  }
})();
