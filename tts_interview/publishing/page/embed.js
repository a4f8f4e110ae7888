// Into which element this belongs; where the shadow tree did not come with the page, as in `innerHTML`, it is made of the template.
const host = document.currentScript.parentElement, template = host.querySelector("template");
const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
if (template) root.append(template.content);
if (!host.classList.contains("ready")) {
  host.classList.add("ready");
  player(root);
}
