// Struck-through and hidden words never become plain words of a page: they are left out on pasting, and named.

const { CKEDITOR } = window;
const STRUCK = "s, del, strike, [role=deletion]";
const HIDDEN = "[hidden]:not([hidden='until-found'])";

CKEDITOR.on("instanceCreated", ({ editor }) => {
  // Before the editor's own filters, which keep the words and drop the marks; and after its reading of Word's HTML.
  for (const priority of [2, 4]) {
    editor.on("paste", ({ data }) => withoutInvalid(editor, data), null, null, priority);
  }
  editor.on("pluginsLoaded", () => {
    editor.filter.addElementCallback((element) => {
      if (["s", "del", "strike"].includes(element.name)) {
        element.children.length = 0;
      }
    });
  });
});

function withoutInvalid(editor, data) {
  const pasted = new DOMParser().parseFromString(data.dataValue ?? "", "text/html");
  const words = [];
  for (const element of pasted.body.querySelectorAll("*")) {
    if (pasted.contains(element) && isInvalid(element)) {
      words.push(element.textContent.trim());
      element.replaceWith(joins(element) ? " " : "");
    }
  }
  if (!words.length) {
    return;
  }
  data.dataValue = pasted.body.innerHTML;
  const quoted = words.filter(Boolean).map((text) => `“${text}”`);
  if (quoted.length) {
    const text = editor.config.leftOut.replace("{words}", () => quoted.join(", "));
    editor.showNotification(CKEDITOR.tools.htmlEncode(text), "warning");
  }
}

function isInvalid(element) {
  const { style } = element;
  return (
    element.matches(`${STRUCK}, ${HIDDEN}`) ||
    style?.textDecorationLine.includes("line-through") ||
    style?.display === "none" ||
    style?.visibility === "hidden" ||
    /mso-hide\s*:\s*all/i.test(element.getAttribute("style") ?? "")
  );
}

// Whether the words before and after an element would be one word without it.
function joins(element) {
  const before = element.previousSibling?.textContent ?? " ";
  const after = element.nextSibling?.textContent ?? " ";
  return /\S$/.test(before) && /^[^\s\p{P}]/u.test(after);
}
