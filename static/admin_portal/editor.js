// What CKEditor's own settings cannot say.

const { CKEDITOR } = window;

// Headings of a page stand above those inside its text: pasted ones become the two that text may have.
const HEADINGS = { h1: "h3", h2: "h3", h5: "h4", h6: "h4" };

CKEDITOR.on("instanceCreated", ({ editor }) => {
  editor.on("pluginsLoaded", () => {
    editor.filter.addElementCallback((element) => {
      element.name = HEADINGS[element.name] ?? element.name;
    });
  });
  editor.on("instanceReady", () => name(editor));
});

// The editing area is called what the form calls the field, and has the same help.
function name(editor) {
  const field = editor.element.$;
  const label = document.querySelector(`label[for="${field.id}"]`);
  const editable = editor.editable();
  if (label) {
    editable.setAttribute("aria-label", label.textContent.replace(/:\s*$/, "").trim());
    editable.removeAttribute("title");
    label.addEventListener("click", () => editor.focus());
  }
  const help = [field.getAttribute("aria-describedby"), editable.getAttribute("aria-describedby")];
  editable.setAttribute("aria-describedby", help.filter(Boolean).join(" "));
}

CKEDITOR.on("dialogDefinition", ({ data: { name: dialog, definition } }) => {
  if (dialog === "link") {
    // Places on the page have addresses that publishing makes; there is none to choose here.
    const kinds = definition.getContents("info").get("linkType");
    kinds.items = kinds.items.filter(([, kind]) => kind !== "anchor");
  }
  if (dialog === "table") {
    definition.getContents("info").get("selHeaders").default = "row";
  }
});
