// Fetches the framework of an exported page: from the folder beside it, or from the network where the page was opened
// from a disk. Its tags wait in a template, with BASE in the place of the address.

{
  const fromDisk = location.protocol === "file:";
  const { network = "", local = "" } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  const base = fromDisk ? network : local;

  const missing = () => {
    if (document.getElementById("missing")) return;
    const note = document.createElement("p");
    note.id = "missing";
    note.style.cssText = "font: 18px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem";
    note.textContent = fromDisk
      ? "This page was opened from a file. A browser then loads its framework from the network only, and the " +
        "network is not there. Connect, or serve the folder: python3 -m http.server"
      : "A part of this site is missing: the folder _marimo. Copy the whole site.";
    document.body.prepend(note);
  };

  const framework = /** @type {HTMLTemplateElement} */ (document.getElementById("framework"));
  for (const tag of framework.content.children) {
    const made = document.createElement(tag.localName);
    for (const { name, value } of tag.attributes) made.setAttribute(name, value.replace("BASE", base));
    if (tag.localName === "script") {
      made.addEventListener("error", missing);
      addEventListener("DOMContentLoaded", () => document.head.append(made)); // an inserted script does not wait
    } else document.head.append(made);
  }
}
