/* Keeps the alerts of an open page as they are now, and remembers which ones its reader has folded away.
   Asks one address, the same for every page, and only while the page is seen. */
const KEY = "closed-alerts";
const IN_FULL = 3;
const MOST = 20;
const banner = document.getElementById("_alerts");
const news = document.querySelector(".news");
const lists = [...banner.querySelectorAll("ul")];
const more = lists[1].parentElement;

const closed = () => {
  try { return JSON.parse(localStorage.getItem(KEY)) ?? {}; } catch { return {}; }
};
const remember = (marks) => {
  try {
    if (Object.keys(marks).length) localStorage.setItem(KEY, JSON.stringify(marks));
    else localStorage.removeItem(KEY);
  } catch { /* Not allowed to store: it is folded on this page alone. */ }
};
const fold = (line) => {
  const { alert, edition } = line.dataset;
  const part = line.querySelector("details");
  if (!part) return;
  part.open = closed()[alert] !== edition;
  // A click, before it folds: its "toggle" comes later, when the reader may be on the next page.
  part.querySelector("summary").addEventListener("click", () => {
    const { [alert]: _before, ...others } = closed();
    remember(part.open ? { ...others, [alert]: edition } : others);
  });
};
banner.querySelectorAll("[data-alert]").forEach(fold);

if (news) {
  const [status, steps] = news.children;
  const { address, seconds, here } = news.dataset;
  let known = null;
  let asked = Date.now();

  const lineOf = (slug) => banner.querySelector(`[data-alert="${CSS.escape(slug)}"]`);
  const words = (line) => line.textContent.replace(/\s+/g, " ").trim();

  // The line that is there stays where it says the same, so that focus and folding stay too.
  const put = (line) => {
    const old = lineOf(line.dataset.alert);
    delete line.dataset.on;
    if (old && words(old) === words(line) && old.dataset.edition === line.dataset.edition) return [old, ""];
    fold(line);
    // Another language's words for the same are no news.
    return [line, !old ? "new" : line.dataset.of && line.dataset.of === old.dataset.of ? "" : "changed"];
  };

  const show = (text) => {
    const all = [...new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-alert]")];
    const mine = all.filter((line) => ["all", here].some((place) => place && line.dataset.on.split(" ").includes(place)));
    const said = [];
    const main = document.getElementById("_main");
    const { top } = main.getBoundingClientRect();
    const focused = document.activeElement;
    const gone = [...banner.querySelectorAll("[data-alert]")]
      .filter((line) => !mine.some((one) => one.dataset.alert === line.dataset.alert));
    const named = mine.slice(0, MOST).map((line) => {
      const [shown, what] = put(line);
      if (what) said.push(`${news.dataset[what]} ${headline(line)}`);
      return shown;
    });
    // What is over is no longer at the top: only what is new or has changed can be seen there.
    const seen = said.length;
    for (const line of gone) said.push(`${news.dataset.over} ${headline(line)}`);
    place(lists[0], named.slice(0, IN_FULL));
    place(lists[1], named.slice(IN_FULL));
    banner.hidden = !mine.length;
    more.hidden = mine.length <= IN_FULL;
    more.querySelector("b").textContent = mine.length - IN_FULL;
    // What is being read stays where it is, also at the top of the page: the strip below says what is new.
    scrollBy({ top: main.getBoundingClientRect().top - top, behavior: "instant" });
    if (focused !== document.activeElement) {
      const line = focused.closest("[data-alert]");
      const next = focused.isConnected ? focused : lineOf(line.dataset.alert)?.querySelector("a");
      (next ?? (mine.length ? banner : main)).focus({ preventScroll: true });
    }
    const live = new Set(all.map((line) => line.dataset.alert));
    remember(Object.fromEntries(Object.entries(closed()).filter(([slug]) => live.has(slug))));
    if (said.length) say(said.join(" "), seen);
  };
  const headline = (line) => words(line).replace(words(line.querySelector(":scope > a")), "").trim();
  const place = (list, lines) => {
    if (lines.some((line, index) => list.children[index] !== line) || list.children.length !== lines.length) {
      list.replaceChildren(...lines);
    }
  };
  const say = (text, isThere) => {
    status.textContent = text;
    steps.hidden = false;
    steps.firstElementChild.hidden = !isThere;
  };
  const ask = async () => {
    asked = Date.now();
    try {
      const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-cache" });
      const text = answer.ok ? await answer.text() : known;
      if (text !== known) show(text);
      known = text;
    } catch { /* Away for now: what is on the page stays. */ }
  };
  const tick = () => {
    if (document.visibilityState === "visible" && Date.now() - asked >= seconds * 1000) ask();
  };
  setInterval(tick, Math.min(seconds * 1000, 1000));
  document.addEventListener("visibilitychange", tick);
  steps.lastElementChild.addEventListener("click", () => {
    status.textContent = "";
    steps.hidden = true;
  });
}

// Fetches what proposes pages while somebody types, once a search box is used.
for (const input of document.querySelectorAll("[data-code]")) {
  input.addEventListener("focus", async () => (await import(input.dataset.code)).suggest(input), { once: true });
}
