// What the content checks say of a page: asked again while somebody types, shown beside the text, answered in place.

const panel = document.querySelector("[data-checks]");
const form = document.querySelector("#content-main form[id]");
const PAUSE = 1500; // After the last key, in milliseconds.
const LEVELS = ["error", "warning", "advice"];

const editors = () => Object.values(window.CKEDITOR?.instances ?? {});
const places = () => [...document.querySelectorAll("[data-place-of]")].filter((place) => !place.closest("template"));

// The words of an element without any white space, and where each of its characters stands: a sentence is found across
// bold words, line breaks and the spaces that an editor puts in.
function lettersOf(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const where = [];
  let letters = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    [...node.data].reduce((offset, letter) => {
      if (!/[\s\u200b\ufeff]/u.test(letter)) {
        letters += letter;
        for (let unit = 0; unit < letter.length; unit += 1) {
          where.push([node, offset + unit]);
        }
      }
      return offset + letter.length;
    }, 0);
  }
  return { letters, where };
}

const bare = (text) => text.replace(/[\s\u200b\ufeff]/gu, "");

function rangeOf(element, quote) {
  const { letters, where } = lettersOf(element);
  const wanted = bare(quote);
  const start = wanted ? letters.indexOf(wanted) : -1;
  if (start < 0) {
    return null;
  }
  const range = document.createRange();
  const [first, last] = [where[start], where[start + wanted.length - 1]];
  range.setStart(...first);
  range.setEnd(last[0], last[1] + 1);
  return range;
}

// The same in the plain text of a field.
function spanOf(text, quote) {
  const pattern = [...bare(quote)].map((letter) => letter.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const found = pattern.length ? new RegExp(pattern.join("\\s*"), "u").exec(text) : null;
  return found ? [found.index, found.index + found[0].length] : null;
}

function goTo(link) {
  const id = link.hash.slice(1);
  const { quote } = link.dataset;
  const editor = window.CKEDITOR?.instances[id];
  const field = editor ? editor.editable()?.$ : document.getElementById(id);
  if (!field) {
    return;
  }
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
  const found = editor ? inEditor(editor, field, quote) : inField(field, quote);
  say(quote && !found ? panel?.dataset.missing ?? "" : "");
}

function inEditor(editor, element, quote) {
  editor.focus();
  const range = rangeOf(element, quote);
  if (range) {
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
  const seen = range?.startContainer.parentElement ?? element;
  seen.scrollIntoView({ block: "center" });
  return Boolean(range);
}

function inField(field, quote) {
  field.focus();
  field.scrollIntoView({ block: "center" });
  const span = "setSelectionRange" in field && typeof field.value === "string" ? spanOf(field.value, quote) : null;
  if (span && /^(?:TEXTAREA|INPUT)$/.test(field.tagName)) {
    field.setSelectionRange(...span);
  }
  return Boolean(span);
}

function say(text) {
  const status = panel?.querySelector("[data-checks-note]");
  if (status && status.textContent !== text) {
    status.textContent = text;
  }
}

// Sentences with a problem are marked in the editors, as a spelling mistake is: nothing of it is in the text.
function mark() {
  if (!window.CSS?.highlights) {
    return;
  }
  const ranges = { error: [], warning: [], advice: [] };
  for (const link of document.querySelectorAll("[data-place][data-quote]")) {
    const element = window.CKEDITOR?.instances[link.hash.slice(1)]?.editable()?.$;
    const range = element && !link.closest(".is-answered") ? rangeOf(element, link.dataset.quote) : null;
    if (range) {
      ranges[link.dataset.level].push(range);
    }
  }
  for (const level of LEVELS) {
    window.CSS.highlights.set(`problem-${level}`, new window.Highlight(...ranges[level]));
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-place]");
  if (link) {
    event.preventDefault();
    goTo(link);
  }
});
window.CKEDITOR?.on("instanceReady", () => window.setTimeout(mark));
window.addEventListener("load", mark);

if (panel && form) {
  const status = panel.querySelector("[data-checks-status]");
  const overview = panel.querySelector("[data-checks-overview]");
  const shown = new Map();
  let timer = 0;
  let asked = 0;

  function typed() {
    editors().forEach((editor) => editor.updateElement());
    const fields = new FormData(form);
    fields.delete("csrfmiddlewaretoken");
    return fields;
  }

  async function ask(address, more = {}) {
    asked += 1;
    const mine = asked;
    const fields = typed();
    Object.entries(more).forEach(([name, value]) => fields.set(name, value));
    const answer = await fetch(address, {
      method: "POST",
      body: fields,
      headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      redirect: "error",
    });
    const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (!answer.ok) {
      throw new Error(said.error ?? panel.dataset.away);
    }
    return mine === asked ? said : null;
  }

  async function check() {
    window.clearTimeout(timer);
    try {
      const said = await ask(panel.dataset.checks);
      if (said) {
        show(said);
        say("");
      }
    } catch {
      say(panel.dataset.away);
    }
  }

  function soon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(check, PAUSE);
  }

  function show(said) {
    for (const place of places()) {
      put(place, said.places[place.dataset.placeOf] ?? "");
    }
    if (shown.get(overview) !== said.overview) {
      overview.innerHTML = said.overview;
      shown.set(overview, said.overview);
    }
    if (status.textContent !== said.status) {
      status.textContent = said.status;
    }
    mark();
  }

  // What is open stays open, who is at a problem stays there, and a reason that is being typed is not taken away.
  function put(place, html) {
    if (shown.get(place) === html || place.querySelector("[data-why-form]")) {
      return;
    }
    const opened = [...place.querySelectorAll("details[open]")].map(nameOf);
    const at = place.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    place.innerHTML = html;
    shown.set(place, html);
    const parts = [...place.querySelectorAll("details, summary, a, button")];
    parts.filter((part) => part.tagName === "DETAILS").forEach((part) => {
      part.open = opened.includes(nameOf(part));
    });
    if (at) {
      (parts.find((part) => nameOf(part) === at) ?? place).focus();
    }
  }

  function nameOf(part) {
    const fold = part.closest("[data-keep]")?.dataset.keep ?? "";
    return [part.closest("[data-problem]")?.dataset.problem ?? "", part.tagName, fold, part.className].join(" ");
  }

  function askWhy(link) {
    const problem = link.closest("[data-problem]");
    const row = Object.assign(document.createElement("div"), { className: "problem-why-form" });
    row.dataset.whyForm = "";
    const label = Object.assign(document.createElement("label"), { textContent: `${panel.dataset.why} ` });
    const field = Object.assign(document.createElement("input"), { type: "text", className: "vTextField", maxLength: 500 });
    const wrong = Object.assign(document.createElement("p"), { className: "errornote", hidden: true });
    wrong.setAttribute("role", "alert");
    const close = () => {
      row.remove();
      link.hidden = false;
      link.focus();
    };
    const send = () => answer(link, { _why: field.value }, row, wrong);
    const keep = button(panel.dataset.keepButton, send);
    const leave = button(panel.dataset.leave, close);
    label.append(field);
    row.append(wrong, label, keep, leave);
    // Enter in this field is for the reason, and must not press a button of the page's form.
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        send();
      } else if (event.key === "Escape") {
        close();
      }
    });
    for (const kind of ["input", "change"]) {
      row.addEventListener(kind, (event) => event.stopPropagation());
    }
    link.hidden = true;
    problem.append(row);
    field.focus();
  }

  async function answer(link, fields, row, wrong) {
    const place = link.closest("[data-place-of]");
    try {
      const said = await ask(link.href, { _typed: "1", ...fields });
      row?.remove();
      if (said) {
        show(said);
      } else {
        soon(); // A check went out meanwhile, and may not know of this answer.
      }
      place.tabIndex = -1;
      place.focus();
    } catch (error) {
      if (wrong) {
        wrong.textContent = error.message;
        wrong.hidden = false;
      } else {
        say(error.message);
      }
    }
  }

  function button(label, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
    made.addEventListener("click", act);
    return made;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-answer], [data-take-back]");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (link.hasAttribute("data-take-back")) {
        answer(link, { _take_back: link.dataset.takeBack }, null, null);
      } else {
        askWhy(link);
      }
    }
  });

  form.addEventListener("typed", soon);
  if (document.querySelector("[data-error-summary]")) {
    window.addEventListener("load", soon); // What is shown was typed and is not saved.
  }
}
