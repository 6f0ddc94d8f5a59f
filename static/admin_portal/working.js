// Text is kept while it is typed: on the server, or on this machine while the server or the session is away.

const panel = document.querySelector("[data-working]");
const form = document.querySelector("#content-main form[id]");
const PAUSE = 2000; // After the last key, in milliseconds.
const LONGEST = 15000; // Between two times while somebody types on.
const BEAT = 20000;
const NOT_TEXT = ["csrfmiddlewaretoken", "_base"];

if (panel && form?.querySelector(".steps")) {
  const { working: address, user } = panel.dataset;
  const key = `unsaved ${user} ${address}`;
  const status = panel.querySelector("[data-status]");
  const others = panel.querySelector("[data-others]");
  let timer = 0;
  let waitingSince = 0;
  let last = null;

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
    if (text(fields) === last) {
      return;
    }
    try {
      const said = await send(fields);
      last = text(fields);
      window.localStorage.removeItem(key);
      status.textContent = [panel.dataset.kept.replace("TIME", said.saved), said.overtaken].join(" ").trim();
      tell(said.others);
    } catch {
      keepHere(fields);
      status.textContent = panel.dataset.away;
      timer = window.setTimeout(keep, LONGEST);
    }
  }

  function keepHere(fields) {
    try {
      window.localStorage.setItem(key, JSON.stringify([...fields]));
    } catch {
      // The machine keeps nothing: leaving the page still asks.
    }
  }

  function soon() {
    waitingSince ||= Date.now();
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, Math.max(0, Math.min(PAUSE, waitingSince + LONGEST - Date.now())));
  }

  function tell(sentences) {
    if ([...others.children].map((line) => line.textContent).join("\n") !== sentences.join("\n")) {
      others.replaceChildren(...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
    }
  }

  async function beat() {
    if (document.visibilityState === "visible") {
      try {
        tell((await send(new URLSearchParams({ _beat: "1" }))).others);
      } catch {
        // The next text that is kept will tell.
      }
    }
  }

  function offer(now) {
    const stored = window.localStorage.getItem(key);
    if (!stored) {
      return;
    }
    const fields = JSON.parse(stored);
    if (text(fields) === now || document.querySelector("[data-error-summary]")) {
      window.localStorage.removeItem(key);
      return;
    }
    const back = button(panel.dataset.back, () => bringBack(fields));
    const drop = button(panel.dataset.drop, () => {
      window.localStorage.removeItem(key);
      status.replaceChildren();
    });
    status.replaceChildren(`${panel.dataset.here} `, back, " ", drop);
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
    window.localStorage.removeItem(key);
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
  form.addEventListener("submit", () => keepHere(typed()));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waitingSince) {
      keep();
    }
  });
  window.setInterval(beat, BEAT);
  window.addEventListener("load", () => {
    window.setTimeout(() => {
      // The editors are ready. Whoever typed before that has something that is not kept yet.
      const now = text(typed());
      last ??= waitingSince ? null : now;
      offer(now);
    }, 500);
  });
}
