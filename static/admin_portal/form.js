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

// A form is typed into when it says something else than it was opened with. Events alone do not tell: Django, its pickers
// and CKEditor send “change” while the page is made ready. Then the form gets an event “typed” for every change.
const NOT_TYPED = ["csrfmiddlewaretoken", "_base", "_sheet", "_number"];

function editors() {
  return Object.values(window.CKEDITOR?.instances ?? {});
}

function opened(field) {
  if (field instanceof HTMLSelectElement) {
    const chosen = [...field.options].filter((option) => option.defaultSelected);
    return (chosen.length || field.multiple ? chosen : [...field.options].slice(0, 1)).map((option) => option.value);
  }
  if (["checkbox", "radio"].includes(field.type)) {
    return field.defaultChecked ? [field.value] : [];
  }
  return [field.defaultValue];
}

function chosen(field) {
  if (field instanceof HTMLSelectElement) {
    return [...field.selectedOptions].map((option) => option.value);
  }
  if (["checkbox", "radio"].includes(field.type)) {
    return field.checked ? [field.value] : [];
  }
  return [field.value];
}

function watchTyping() {
  const hidden = new Map();
  // What was typed into the plain field of an editor before the editor was there.
  const early = new Set();
  let isTyped = Boolean(errors);
  let leaving = false;

  function fields() {
    return [...form.elements].filter(({ name, type }) => name && type !== "submit" && !NOT_TYPED.includes(name));
  }

  function differs(field) {
    const editor = editorOf(field.id);
    if (editor) {
      return editor.status === "ready" ? editor.checkDirty() || early.has(editor.name) : false;
    }
    const before = field.type === "hidden" ? [hidden.get(field.name) ?? ""] : opened(field);
    return JSON.stringify(before) !== JSON.stringify(chosen(field));
  }

  function changed() {
    isTyped ||= fields().some(differs);
    if (isTyped) {
      form.dispatchEvent(new CustomEvent("typed"));
    }
  }

  function watch(editor) {
    const field = editor.element.$;
    if (field.value !== field.defaultValue) {
      early.add(editor.name);
    }
    editor.on("change", changed);
  }

  // The scripts of the page have put the tabs into order by then.
  document.addEventListener("DOMContentLoaded", () => {
    for (const field of fields().filter(({ type }) => type === "hidden")) {
      hidden.set(field.name, field.value);
    }
  });
  window.CKEDITOR?.on("instanceReady", ({ editor }) => watch(editor));
  editors().filter(({ status }) => status === "ready").forEach(watch);
  // jQuery, because the pickers of related pages tell their changes through it alone.
  django.jQuery(form).on("change input", changed);
  form.addEventListener("submit", (event) => {
    leaving = !event.submitter?.hasAttribute("data-leaves-form");
  });
  form.addEventListener("input", () => {
    leaving = false; // The form was sent, and somebody stopped waiting for an answer.
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && (errors || fields().some(differs))) {
      event.preventDefault();
    }
  });
}

if (form?.querySelector(".steps")) {
  watchTyping();
}
