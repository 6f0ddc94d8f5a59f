// Text is kept while it is typed: on the server, or on this machine while the server or the session is away.

const panel = document.querySelector("[data-working]");
const form = document.querySelector("#content-main form[id]");
const PAUSE = 2000; // After the last key, in milliseconds.
const LONGEST = 15000; // Between two times while somebody types on.
const BEAT = 20000;
const NOT_TEXT = ["csrfmiddlewaretoken", "_base", "_sheet"];

if (panel && form?.querySelector(".steps")) {
  const { working: address, user } = panel.dataset;
  // Each opened form keeps its own text, so that none overwrites what was typed into another.
  const mine = `unsaved ${user} `;
  const page = `${mine}${address} `;
  const key = page + form.querySelector("[name=_sheet]").value;
  const opened = JSON.parse(form.querySelector("[name=_base]")?.value || "{}").at ?? "";
  const status = panel.querySelector("[data-status]");
  const overtaken = panel.querySelector("[data-overtaken]");
  const others = panel.querySelector("[data-others]");
  let timer = 0;
  let waitingSince = 0;
  let last = null;
  let sending = false;
  let leaving = false;

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
    });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    return answer.json();
  }

  async function keep() {
    window.clearTimeout(timer);
    waitingSince = 0;
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
      status.textContent = panel.dataset.kept.replace("TIME", said.saved);
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
      window.localStorage.setItem(key, JSON.stringify([...fields]));
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

  function forgetSaved() {
    const sheets = panel.dataset.saved.split(" ");
    for (const [name] of keptHere(mine)) {
      if (sheets.includes(name.split(" ").at(-1))) {
        forget(name);
      }
    }
  }

  function offer(now) {
    for (const [name, stored] of keptHere(page)) {
      const fields = JSON.parse(stored);
      if (name !== key && text(fields) === now) {
        forget(name);
      } else if (name !== key) {
        // What the server has of the same form is older.
        document.querySelector(`.unsaved[data-sheet="${CSS.escape(name.split(" ").at(-1))}"]`)?.remove();
        offerOne(name, fields);
      }
    }
  }

  function offerOne(name, fields) {
    const line = document.createElement("p");
    const back = button(panel.dataset.back, () => bringBack(fields));
    const drop = button(panel.dataset.drop, () => {
      forget(name);
      line.remove();
    });
    line.append(`${panel.dataset.here} `, back, " ", drop);
    panel.append(line);
  }

  function button(label, act) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
    made.addEventListener("click", act);
    return made;
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

  function watch(editor) {
    editor.on("change", soon);
  }

  // jQuery, because the pickers of related pages tell their changes through it alone.
  window.django.jQuery(form).on("change input", soon);
  window.CKEDITOR?.on("instanceReady", ({ editor }) => watch(editor));
  Object.values(window.CKEDITOR?.instances ?? {}).forEach(watch);
  // From then on nothing is kept here: the next page may have forgotten it by now, as saved.
  form.addEventListener("submit", () => {
    leaving = true;
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
