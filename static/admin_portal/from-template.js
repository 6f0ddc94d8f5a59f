// An alert from a template: the preview follows what is typed, as the server would write it.

const form = document.getElementById("from-template");
const PAUSE = 250; // After the last key, in milliseconds.
const OTHER = "other";
let timer = 0;
let request = null;

// The fields for a phrase that the list lacks are shown with their choice.
function showTyped() {
  for (const typed of form.querySelectorAll("[data-typed-for]")) {
    typed.hidden = form.elements[typed.dataset.typedFor].value !== OTHER;
  }
}

function clearHidden() {
  for (const field of form.querySelectorAll("[data-typed-for][hidden] input")) {
    field.value = "";
  }
}

async function refresh() {
  request?.abort();
  request = new AbortController();
  const body = new FormData(form);
  body.append("_preview", "1");
  try {
    const response = await fetch(form.action, { method: "POST", body, signal: request.signal });
    if (!response.ok) {
      return;
    }
    const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
    const open = [...form.querySelectorAll("#preview details")].map((details) => details.open);
    const preview = parsed.getElementById("preview");
    if (preview) {
      preview.querySelectorAll("details").forEach((details, number) => {
        details.open = open[number] ?? false;
      });
      document.getElementById("preview").replaceWith(preview);
    }
  } catch (error) {
    if (error.name !== "AbortError" && !(error instanceof TypeError)) {
      throw error; // Without a connection the preview stays as it was.
    }
  }
}

if (form) {
  form.addEventListener("input", () => {
    showTyped();
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  });
  form.addEventListener("submit", clearHidden);
  showTyped();
  refresh(); // Somebody may have typed before this script was there.
}
