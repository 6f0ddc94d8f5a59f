/* Proposes pages under a search box while somebody types: a combobox with a list, as the ARIA practices describe it.
   What is typed goes to this site alone, and is kept nowhere. Without this the box searches as well. */
const PAUSE = 120; // Milliseconds without a key before it asks.

export function suggest(input) {
  const { address, label, some } = input.dataset;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let asked = "";
  let waiting = 0;
  let request = null;
  let at = -1;

  list.id = `${input.id}-list`;
  list.className = "proposals";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  status.className = "aside";
  status.setAttribute("role", "status");
  input.form.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  const options = () => [...list.children];
  const mark = (place) => {
    at = place;
    options().forEach((option, index) => option.setAttribute("aria-selected", index === at));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options()[at].id);
    options()[at].scrollIntoView({ block: "nearest" });
  };
  const show = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", isOpen);
    mark(-1);
  };
  const close = () => {
    clearTimeout(waiting);
    request?.abort();
    asked = "";
    status.textContent = "";
    show(false);
  };
  const option = ({ name, label: kind, url, language }, index) => {
    const line = document.createElement("li");
    const called = document.createElement("span");
    const what = document.createElement("span");
    line.id = `${list.id}-${index}`;
    line.setAttribute("role", "option");
    line.dataset.url = url;
    what.className = "kind";
    what.textContent = kind;
    called.textContent = name;
    if (language !== document.documentElement.lang) Object.assign(called, { lang: language, dir: "auto" });
    line.append(called, " ", what);
    return line;
  };
  const ask = async () => {
    const typed = input.value.trim();
    if (typed === asked) return;
    if (typed.length < 2) return close();
    asked = typed;
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, {
        credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", signal: request.signal,
      });
      const { found } = answer.ok ? await answer.json() : { found: [] };
      if (typed !== asked) return;
      list.replaceChildren(...found.map(option));
      show(found.length > 0);
      status.textContent = found.length ? some.replace("%s", found.length) : "";
    } catch { /* Another key came meanwhile, or the server is away: the box searches all the same. */ }
  };
  const move = (step) => {
    const most = options().length;
    mark(at < 0 ? (step > 0 ? 0 : most - 1) : (at + step + most) % most);
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const keys = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Escape: close,
      Enter: () => (at < 0 ? input.form.requestSubmit() : location.assign(options()[at].dataset.url)),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // The box keeps the focus.
  list.addEventListener("click", (event) => {
    const line = event.target.closest("[data-url]");
    if (line) location.assign(line.dataset.url);
  });
  input.addEventListener("blur", close);
  if (input.value && document.activeElement === input) waiting = setTimeout(ask, PAUSE);
}
