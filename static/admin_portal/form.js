// The forms of pages and alerts: errors come first, and nobody loses typed text by leaving.

const form = document.querySelector("#content-main form");
const errors = document.querySelector("[data-error-summary]");
const { django } = window;

function editorOf(id) {
  return window.CKEDITOR?.instances[id];
}

errors?.focus();
errors?.addEventListener("click", (event) => {
  const id = event.target.closest("a")?.hash.slice(1);
  const editor = editorOf(id);
  if (editor) {
    event.preventDefault();
    editor.focus();
  } else if (id) {
    document.getElementById(id)?.closest("details")?.setAttribute("open", "");
    document.getElementById(id)?.focus();
  }
});

// The pickers of related pages make fields of their own, once the page is ready, and give them no name.
const PICKERS = ".select2-search__field, .select2-selection--single, .select2-selection__rendered[role=textbox]";

django.jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const name = document.querySelector(`label[for="${select.id}"]`)?.textContent.replace(/:\s*$/, "").trim();
    for (const field of select.parentElement.querySelectorAll(PICKERS)) {
      field.setAttribute("aria-label", name);
    }
  }
});

if (form?.querySelector(".steps")) {
  let changed = Boolean(errors);
  let leaving = false;
  // jQuery, because the pickers of related pages tell their changes through it alone.
  django.jQuery(form).on("change input", () => {
    changed = true;
  });
  form.addEventListener("submit", (event) => {
    leaving = !event.submitter?.hasAttribute("data-leaves-form");
  });
  form.addEventListener("input", () => {
    leaving = false; // The form was sent, and somebody stopped waiting for an answer.
  });
  window.addEventListener("beforeunload", (event) => {
    const typed = Object.values(window.CKEDITOR?.instances ?? {}).some((editor) => editor.checkDirty());
    if (!leaving && (changed || typed)) {
      event.preventDefault();
    }
  });
}
