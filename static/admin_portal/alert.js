// The form of an alert: the banner beside it, the length of the headline, sample answers, the seconds left to undo.

const screen = document.querySelector(".phone-screen");
const line = screen?.querySelector("[data-alert]");
const field = (name) => document.getElementById(`id_${name}`);
const typed = (name) => field(name)?.value.trim() ?? "";

if (line && field("headline")) {
  const strong = document.createElement("strong");
  const link = line.querySelector("a");

  const show = () => {
    const kind = typed("kind");
    strong.textContent = `${typed("label") || screen.dataset[kind]}:`;
    link.textContent = typed("link_text") || screen.dataset[`${kind}Link`];
    line.replaceChildren(strong, ` ${typed("headline") || "…"} `, link);
  };

  document.querySelector("#content-main form").addEventListener("input", show);
  show();
}

const headline = field("headline");

if (headline) {
  const counter = document.createElement("output");
  counter.className = "counter";
  counter.htmlFor = headline.id;
  headline.insertAdjacentElement("afterend", counter);

  const count = () => {
    const advised = Number(headline.dataset.advised);
    const length = headline.value.trim().length;
    counter.textContent = `${length} / ${advised}`;
    counter.classList.toggle("over", length > advised);
    headline.style.height = "auto";
    headline.style.height = `${headline.scrollHeight + 2}px`;
  };

  headline.addEventListener("input", count);
  count();
}

const undo = document.querySelector("[data-undo]");

if (undo) {
  const until = Date.now() + Number(undo.dataset.undo) * 1000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    undo.querySelector("[data-seconds]").textContent = left > 0 ? `${left} s` : "";
    if (left <= 0) {
      window.clearInterval(timer);
      undo.remove();
    }
  };
  const timer = window.setInterval(tick, 250);
  tick();
}

// A row's sample answers follow what is typed, after a pause.
const samplesUrl = document.querySelector("[data-samples-url]")?.dataset.samplesUrl;
const PAUSE = 500;
const timers = new WeakMap();

async function showSamples(row) {
  const shown = row.querySelector("[data-samples]");
  const body = new URLSearchParams();
  for (const name of ["lots", "ndcs", "gtins"]) {
    body.set(name, row.querySelector(`textarea[name$="-${name}"]`)?.value ?? "");
  }
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(samplesUrl, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "error" });
  if (answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    shown.replaceWith(page.querySelector("[data-samples]"));
  }
}

document.querySelector("#packages-group")?.addEventListener("input", (event) => {
  const row = event.target.closest(".inline-related");
  if (samplesUrl && row?.querySelector("[data-samples]")) {
    window.clearTimeout(timers.get(row));
    timers.set(row, window.setTimeout(() => showSamples(row).catch(() => {}), PAUSE));
  }
});

// A table pasted into a row's lots gives one line for each cell.
document.querySelector("#packages-group")?.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const box = event.target;
  if (box.matches("textarea[data-lots]") && /[\t,;]/.test(text)) {
    const cells = text.split(/[\t\n\r,;]+/).map((cell) => cell.trim());
    event.preventDefault();
    box.setRangeText(cells.filter(Boolean).join("\n"), box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

// A row's fields are called as on the package of this kind of product.
const labels = JSON.parse(document.getElementById("number-labels")?.textContent ?? "{}");

function renameFields() {
  for (const [name, label] of Object.entries(labels[typed("product_type")] ?? {})) {
    for (const element of document.querySelectorAll(`#packages-group label[for$="-${name}"]`)) {
      element.textContent = `${label}:`;
    }
  }
}

field("product_type")?.addEventListener("change", renameFields);
document.addEventListener("formset:added", renameFields);
