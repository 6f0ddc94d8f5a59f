/* Turns the open sections of a page into tabs where all labels fit in one row, and back where they do not.
   Keys and roles: the tabs pattern of the ARIA Authoring Practices, chosen as the focus moves. */
const box = document.querySelector("[data-tabs]");
const panels = box ? [...box.querySelectorAll("[data-tab]")] : [];
const NARROWEST = 30; // In em: a phone gets one document, however short its labels.

if (panels.length > 1) {
  const list = document.createElement("div");
  const tabs = panels.map((panel) => {
    const tab = document.createElement("a");
    tab.href = `#${panel.id}`;
    tab.id = `_tab-${panel.id}`;
    tab.textContent = panel.querySelector("h2").textContent;
    return tab;
  });
  let current = 0;

  const isTabbed = () => list.hasAttribute("role");
  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      value === null ? element.removeAttribute(name) : element.setAttribute(name, value);
    }
  };

  const show = (chosen) => {
    current = chosen;
    if (!isTabbed()) return;
    tabs.forEach((tab, index) => {
      set(tab, { "aria-selected": index === chosen, tabindex: index === chosen ? 0 : -1 });
      set(panels[index], { hidden: index === chosen ? null : "until-found" });
    });
  };

  const named = () => {
    try { return document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return null; }
  };
  const bring = (target) => {
    if (!isTabbed() || !panels[current].contains(target)) return;
    const shown = target === panels[current] ? list : target;
    const { top } = shown.getBoundingClientRect();
    if (top < 0 || top > innerHeight / 2) shown.scrollIntoView();
  };

  // The address decides which tab is open; one that is on no panel opens the first.
  const follow = () => {
    const target = named();
    const index = panels.findIndex((panel) => panel.contains(target));
    if (index < 0 && target) return;
    show(Math.max(index, 0));
    bring(target);
  };

  const build = (on) => {
    set(list, { class: on ? "tablist" : "tablist measuring", role: on ? "tablist" : null,
      "aria-label": on ? box.dataset.tabs : null, inert: on ? null : "" });
    box.classList.toggle("is-tabbed", on);
    tabs.forEach((tab, index) => {
      const panel = panels[index];
      set(tab, { role: on ? "tab" : null, "aria-controls": on ? panel.id : null, "aria-selected": null, tabindex: null });
      set(panel, { role: on ? "tabpanel" : null, tabindex: on ? 0 : null, hidden: null,
        "aria-labelledby": on ? tab.id : `_${panel.id}` });
    });
    show(current);
  };

  const fit = () => {
    const edges = [tabs[0], tabs.at(-1)].map((tab) => tab.getBoundingClientRect());
    const width = Math.max(...edges.map((edge) => edge.right)) - Math.min(...edges.map((edge) => edge.left));
    const em = parseFloat(getComputedStyle(box).fontSize);
    const fits = box.clientWidth >= Math.max(width, NARROWEST * em);
    if (fits === isTabbed()) return;
    build(fits);
    bring(named()); // Tabs make the page shorter than it was when the browser followed the address.
  };

  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target);
    if (index < 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (index !== current) history.pushState(null, "", tabs[index].hash);
    show(index);
  });
  list.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const onward = getComputedStyle(list).direction === "rtl" ? -1 : 1;
    const step = { ArrowLeft: -onward, ArrowRight: onward }[event.key];
    const goal = step ? (current + step + tabs.length) % tabs.length
      : { Home: 0, End: tabs.length - 1, " ": current }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    if (goal !== current) history.replaceState(null, "", tabs[goal].hash);
    show(goal);
    tabs[goal].focus();
  });
  panels.forEach((panel, index) => {
    panel.addEventListener("beforematch", () => show(index));
    if (index === panels.length - 1) return;
    const next = Object.assign(document.createElement("a"), { className: "next", href: tabs[index + 1].href });
    next.textContent = `${box.dataset.next} ${tabs[index + 1].textContent}`;
    panel.querySelector(".onward").append(next);
  });

  list.append(...tabs);
  box.prepend(list);
  build(false);
  follow();
  fit();
  addEventListener("hashchange", follow);
  const watcher = new ResizeObserver(fit);
  [box, ...tabs].forEach((element) => watcher.observe(element));
}

// Where the browser knows no popovers, other code leads to the words that are explained.
const words = document.querySelector("[data-links]");
if (words && !("popover" in words)) import(words.dataset.links);
