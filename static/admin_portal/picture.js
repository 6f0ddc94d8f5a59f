// The editor's button “Picture”: chooses one of our own, or adds one, and asks what it shows.

const { CKEDITOR } = window;
const SIZE = ["src", "width", "height"];

CKEDITOR.on("instanceCreated", ({ editor }) => {
  editor.on("pluginsLoaded", () => {
    editor.addCommand("picture", { exec: () => open(editor) });
    editor.ui.addButton("Picture", { label: editor.config.pictureLabel, command: "picture" });
  });
  editor.on("doubleclick", ({ data }) => {
    if (data.element.is("img")) {
      open(editor, data.element);
    }
  });
  editor.on("paste", (event) => withoutForeign(editor, event.data), null, null, 20);
});

// Pictures of other sites, and those that stand inside the clipboard, would be gone after saving: say so now.
function withoutForeign(editor, data) {
  const pasted = new DOMParser().parseFromString(data.dataValue, "text/html");
  const own = new URL(editor.config.pictureFolder, location).href;
  const foreign = [...pasted.querySelectorAll("img")].filter((image) => !image.src.startsWith(own));
  if (foreign.length) {
    foreign.forEach((image) => image.remove());
    data.dataValue = pasted.body.innerHTML;
    editor.showNotification(editor.config.pictureNotPasted, "warning");
  }
}

async function open(editor, image = null) {
  const dialog = document.createElement("dialog");
  dialog.className = "choose-picture";
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    editor.focus();
  });
  const answer = await fetch(editor.config.pictureUrl).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    dialog.remove();
    editor.showNotification(editor.config.pictureAway, "warning");
    return;
  }
  dialog.innerHTML = await answer.text();
  dialog.setAttribute("aria-label", dialog.querySelector("h2").textContent);
  new Choice(editor, dialog, image);
  dialog.showModal();
}

class Choice {
  constructor(editor, dialog, image) {
    Object.assign(this, { editor, dialog, image, chosen: null });
    this.parts = Object.fromEntries([...dialog.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
    const { choice, decision, cancel } = this.parts;
    cancel.addEventListener("click", () => dialog.close());
    choice.addEventListener("click", ({ target }) => this.pick(target.closest("[data-src]")?.dataset));
    choice.querySelector("[type=search]").addEventListener("input", ({ target }) => this.find(target.value));
    choice.querySelector("[type=file]")?.addEventListener("change", ({ target }) => this.add(target.files[0]));
    decision.addEventListener("submit", (event) => this.put(event));
    if (image) {
      choice.hidden = true;
      const [src, width, height] = SIZE.map((name) => image.getAttribute(name));
      this.pick({ src, width, height, alt: image.hasAttribute("alt") ? image.getAttribute("alt") : undefined });
    }
  }

  pick(picture) {
    if (!picture) {
      return;
    }
    this.chosen = picture;
    const { chosen, decision } = this.parts;
    const { alt, decorative } = decision.elements;
    chosen.replaceChildren(Object.assign(new Image(), { src: picture.src, alt: "" }));
    alt.value = picture.alt ?? "";
    decorative.checked = picture.alt === "";
    decision.hidden = false;
    alt.focus();
  }

  async find(words) {
    const answer = await fetch(`${this.editor.config.pictureUrl}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (answer?.ok && this.dialog.querySelector("[type=search]").value === words) {
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.parts.list.innerHTML = found.querySelector("[data-part=list]").innerHTML;
    }
  }

  async add(file) {
    const { error } = this.parts;
    const body = new FormData();
    body.append("picture", file);
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(this.editor.config.pictureUrl, { method: "POST", body }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    error.hidden = Boolean(said?.src);
    error.textContent = said?.error ?? error.dataset.away;
    this.pick(said?.src ? { ...said, alt: said.alt ?? undefined } : null);
  }

  put(event) {
    const { alt, decorative } = this.parts.decision.elements;
    const words = alt.value.trim();
    if (Boolean(words) === decorative.checked) {
      event.preventDefault();
      this.parts.undecided.hidden = false;
      return;
    }
    const image = this.image ?? this.editor.document.createElement("img");
    const { src, width, height } = this.chosen;
    image.setAttributes({ src, "data-cke-saved-src": src, alt: words, width, height });
    if (!this.image) {
      this.editor.insertElement(image);
    }
    this.editor.fire("change");
  }
}
