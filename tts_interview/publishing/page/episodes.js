// The list is whole without this. With it, a search finds episodes, and the browser's own player opens on a click.
const byId = (id) => document.getElementById(id);
// Case and accents do not count.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const items = [...byId("episodes").children].map((element) => ({ element, text: plain(element.textContent) }));
const texts = byId("find").dataset, query = byId("search");
byId("find").hidden = items.length < 2;
query.addEventListener("input", () => {
  const wanted = plain(query.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { element, text } of items) {
    element.hidden = !wanted.every((word) => text.includes(word));
    found += !element.hidden;
  }
  const place = () => texts.found.replace("{place}", found).replace("{total}", items.length);
  byId("found").textContent = !wanted.length ? "" : found ? place() : texts.nothing;
});
byId("find").addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll("#episodes button")) {
  const audio = button.parentElement.querySelector("audio");
  button.hidden = false;
  audio.hidden = true;
  button.addEventListener("click", () => {
    button.hidden = true;
    audio.hidden = false;
    audio.focus();
    audio.play().catch(() => { /* the browser has said why */ });
  });
}
document.addEventListener("play", ({ target }) => {
  for (const audio of document.querySelectorAll("audio")) if (audio !== target) audio.pause();
}, true);
