// Into which element this belongs; where the shadow tree did not come with the page, as in `innerHTML`, it is made of the template.
const host = document.currentScript.parentElement, template = host.querySelector("template");
const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
if (template) root.append(document.importNode(template.content, true)); // sound inside a template does not load
if (!host.classList.contains("ready")) {
  host.classList.add("ready");
  player(root);
}
