// Autosave: what is typed is kept on the server, or on this computer while the server or the session is away.

const panel = document.querySelector("[data-working]");
const form = document.querySelector("#content-main form[id]");
const PAUSE = 2000; // After the last key, in milliseconds.
const LONGEST = 15000; // Between two times while somebody types on.
const BEAT = 20000;
const NOT_TEXT = ["csrfmiddlewaretoken", "_base", "_sheet", "_number"];
const EXCERPT = 12; // Words.

if (panel && form?.querySelector(".steps")) {
  const { working: address, user } = panel.dataset;
  // Each opened form keeps its own text, so that none overwrites what was typed into another.
  const mine = `unsaved ${user} `;
  const page = `${mine}${address} `;
  const key = page + form.querySelector("[name=_sheet]").value;
  const saved = JSON.parse(document.getElementById("saved-forms").textContent);
  const offers = document.querySelector("[data-offers]");
  const opened = JSON.parse(form.querySelector("[name=_base]")?.value || "{}").at ?? "";
  const status = panel.querySelector("[data-status]");
  const overtaken = panel.querySelector("[data-overtaken]");
  const others = panel.querySelector("[data-others]");
  let timer = 0;
  let waitingSince = 0;
  let last = null;
  let sending = false;
  let leaving = false;
  let number = 0;
  let request = new AbortController();

  // What is sent of a form is numbered: nothing older overwrites what is newer, or saved. Numbers go on after a reload.
  function nextNumber() {
    number = Math.max(number + 1, Date.now());
    return String(number);
  }

  function typed() {
    for (const editor of Object.values(window.CKEDITOR?.instances ?? {})) {
      editor.updateElement();
    }
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") {
        fields.append(name, value);
      }
    }
    fields.set("_number", form.querySelector("[name=_number]").value || nextNumber());
    return fields;
  }

  function text(fields) {
    return JSON.stringify([...fields].filter(([name]) => !NOT_TEXT.includes(name)));
  }

  async function send(fields) {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(address, {
      method: "POST",
      body: fields,
      headers: { "X-CSRFToken": token },
      redirect: "error",
      signal: request.signal,
    });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    return answer.json();
  }

  async function keep() {
    window.clearTimeout(timer);
    waitingSince = 0;
    form.querySelector("[name=_number]").value = nextNumber();
    const fields = typed();
    if (leaving || text(fields) === last) {
      return;
    }
    if (sending) {
      soon();
      return;
    }
    sending = true;
    try {
      const said = await send(fields);
      last = text(fields);
      if (!leaving) {
        forget(key);
      }
      status.textContent = said.saved ? panel.dataset.kept.replace("TIME", said.saved) : "";
      tell(said);
    } catch {
      if (!leaving) {
        status.textContent = keepHere(fields) ? panel.dataset.away : panel.dataset.nowhere;
        timer = window.setTimeout(keep, LONGEST);
      }
    }
    sending = false;
  }

  // A machine that keeps nothing is no reason to stop: leaving the page still asks.
  function keepHere(fields) {
    try {
      window.localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: [...fields] }));
      return true;
    } catch {
      return false;
    }
  }

  function keptHere(start) {
    try {
      return Object.entries({ ...window.localStorage }).filter(([name]) => name.startsWith(start));
    } catch {
      return [];
    }
  }

  function forget(name) {
    try {
      window.localStorage.removeItem(name);
    } catch {
      // Nothing is kept there.
    }
  }

  function soon() {
    waitingSince ||= Date.now();
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, Math.max(0, Math.min(PAUSE, waitingSince + LONGEST - Date.now())));
  }

  function tell({ others: sentences, overtaken: warning }) {
    if ([...others.children].map((line) => line.textContent).join("\n") !== sentences.join("\n")) {
      others.replaceChildren(...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
    }
    if (overtaken.textContent !== warning) {
      overtaken.textContent = warning;
    }
  }

  async function beat() {
    if (document.visibilityState === "visible") {
      try {
        tell(await send(new URLSearchParams({ _beat: "1", _since: opened })));
      } catch {
        // The next text that is kept will tell.
      }
    }
  }

  function sheetOf(name) {
    return name.split(" ").at(-1);
  }

  // An entry of an earlier release is the fields alone.
  function read(stored) {
    const entry = JSON.parse(stored);
    const { at, fields } = Array.isArray(entry) ? { at: 0, fields: entry } : entry;
    return { at, fields, number: Number(new Map(fields).get("_number") || 0) };
  }

  // Saved in whatever window or on whatever computer; not what was typed after that.
  function forgetSaved() {
    for (const [name, stored] of keptHere(mine)) {
      if (saved[sheetOf(name)] >= read(stored).number) {
        forget(name);
      }
    }
  }

  function offer(now) {
    for (const [name, stored] of keptHere(page)) {
      const entry = read(stored);
      const ofServer = offers.querySelector(`[data-sheet="${CSS.escape(sheetOf(name))}"]`);
      if (name === key) {
        continue;
      }
      if (text(entry.fields) === now || Number(ofServer?.querySelector("[name=_number]")?.value) > entry.number) {
        forget(name);
      } else {
        ofServer?.remove();
        offerOne(name, entry);
      }
    }
    const newestFirst = [...offers.children].sort((one, other) => new Date(other.dataset.at) - new Date(one.dataset.at));
    offers.append(...newestFirst);
  }

  function offerOne(name, { at, fields }) {
    const made = document.querySelector("[data-offer-here]").content.cloneNode(true).firstElementChild;
    const time = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    const heading = made.querySelector("h2");
    heading.textContent = heading.textContent.replace("TIME", at ? time : panel.dataset.earlier);
    heading.id = `unsaved-${sheetOf(name)}`;
    made.setAttribute("aria-labelledby", heading.id);
    made.dataset.at = new Date(at).toISOString();
    const words = firstWords(fields);
    made.querySelector(".unsaved-words").textContent = words && `“${words}”`;
    made.querySelector("[data-restore]").addEventListener("click", () => bringBack(fields));
    made.querySelector("[data-discard]").addEventListener("click", () => {
      forget(name);
      made.remove();
    });
    offers.append(made);
  }

  // The first words that the form was not opened with.
  function firstWords(fields) {
    const values = new Map(fields);
    const base = JSON.parse(values.get("_base") || "{}");
    const texts = [...form.querySelectorAll("textarea, input[type=text]")].map((field) => field.name.split("-").at(-1));
    for (const [name, value] of fields) {
      const [, prefix, row, field] = /^(.+)-(\d+)-([^-]+)$/.exec(name) ?? [];
      if (!texts.includes(field ?? name)) {
        continue;
      }
      const before = prefix ? base.rows?.[prefix]?.[values.get(`${prefix}-${row}-id`)]?.[field] : base.fields?.[name];
      const [old, now] = [wordsOf((before ?? []).join(" ")), wordsOf(value)];
      const place = now.findIndex((word, at) => word !== old[at]);
      if (place >= 0) {
        const start = Math.max(0, place - 2);
        return `${start ? "… " : ""}${now.slice(start, start + EXCERPT).join(" ")}`;
      }
    }
    return "";
  }

  function wordsOf(value) {
    const isHtml = value.trimStart().startsWith("<");
    const plain = isHtml
      ? new DOMParser().parseFromString(value.replaceAll("<", " <"), "text/html").body.textContent
      : value;
    return plain.split(/\s+/).filter(Boolean);
  }

  function bringBack(fields) {
    const sent = Object.assign(document.createElement("form"), { method: "post", action: panel.dataset.form });
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const [name, value] of [...fields, [panel.dataset.show, "1"], ["csrfmiddlewaretoken", token]]) {
      sent.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(sent);
    sent.submit();
  }

  form.addEventListener("typed", soon);
  // From then on nothing is kept here: the next page may have forgotten it by now, as saved.
  form.addEventListener("submit", () => {
    leaving = true;
    window.clearTimeout(timer);
    request.abort();
    request = new AbortController();
    form.querySelector("[name=_number]").value = nextNumber();
    keepHere(typed());
  });
  // Whoever types on is still here: the server was too slow for them, and they stopped waiting.
  form.addEventListener("input", () => {
    leaving = false;
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waitingSince && !leaving) {
      keepHere(typed());
      keep();
    }
  });
  window.setInterval(beat, BEAT);
  forgetSaved(); // At once: whoever leaves the form soon is not offered what is saved.
  window.addEventListener("load", () => {
    window.setTimeout(() => {
      // The editors are ready. Whoever typed before that has something that is not kept yet.
      const now = text(typed());
      const isTyped = waitingSince || document.querySelector("[data-error-summary]");
      last ??= isTyped ? null : now;
      offer(now);
      if (isTyped) {
        soon();
      }
    }, 500);
  });
}
