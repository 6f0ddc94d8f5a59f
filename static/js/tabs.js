/* Turns the open sections of a page into tabs where all labels fit in one row, and back where they do not.
   The pattern is the ARIA Authoring Practices' tabs with automatic activation. */
const box = document.querySelector("[data-tabs]");
const parts = box ? [...box.querySelectorAll("[data-tab]")] : [];
const root = document.documentElement;

if (parts.length > 1) {
  const list = document.createElement("div");
  const tabs = parts.map((part) => {
    const tab = document.createElement("a");
    tab.href = "#" + part.id;
    tab.id = "_tab-" + part.id;
    tab.textContent = part.querySelector("h2").textContent;
    list.append(tab);
    return tab;
  });
  list.className = "tablist measuring";
  list.inert = true;
  box.prepend(list);
  let current = -1;

  const fits = () => {
    const last = tabs.at(-1).getBoundingClientRect();
    const first = tabs[0].getBoundingClientRect();
    const width = Math.max(last.right, first.right) - Math.min(last.left, first.left);
    const em = parseFloat(getComputedStyle(document.body).fontSize);
    return box.clientWidth >= Math.max(width + 2, 34 * em);
  };

  const show = (index) => {
    current = index;
    tabs.forEach((tab, place) => {
      const isShown = place === index;
      tab.setAttribute("aria-selected", isShown);
      tab.tabIndex = isShown ? 0 : -1;
      isShown ? parts[place].removeAttribute("hidden") : parts[place].setAttribute("hidden", "until-found");
    });
  };

  const placeOf = (hash) => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(hash.slice(1))); } catch { /* not an address */ }
    return { target, index: target ? parts.findIndex((part) => part.contains(target)) : -1 };
  };

  const follow = () => {
    const { target, index } = placeOf(location.hash);
    show(index < 0 ? 0 : index);
    if (index >= 0) (target === parts[index] ? list : target).scrollIntoView();
  };

  const make = () => {
    list.className = "tablist";
    list.inert = false;
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", box.dataset.tabs);
    box.classList.add("is-tabbed");
    tabs.forEach((tab, index) => {
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", parts[index].id);
      parts[index].setAttribute("role", "tabpanel");
      parts[index].setAttribute("aria-labelledby", tab.id);
      parts[index].tabIndex = 0;
      const onward = parts[index].querySelector(".onward");
      const next = parts[index + 1];
      onward.hidden = !next;
      if (next) onward.replaceChildren(Object.assign(document.createElement("a"), { href: "#" + next.id, textContent: box.dataset.next + " " + tabs[index + 1].textContent }));
    });
    const { index } = placeOf(location.hash);
    index > 0 || current < 0 ? follow() : show(Math.max(current, 0));
  };

  const unmake = () => {
    list.className = "tablist measuring";
    list.inert = true;
    ["role", "aria-label"].forEach((name) => list.removeAttribute(name));
    box.classList.remove("is-tabbed");
    tabs.forEach((tab, index) => {
      ["role", "aria-controls", "aria-selected", "tabindex"].forEach((name) => tab.removeAttribute(name));
      ["role", "hidden", "tabindex"].forEach((name) => parts[index].removeAttribute(name));
      parts[index].setAttribute("aria-labelledby", "_" + parts[index].id);
      const onward = parts[index].querySelector(".onward");
      onward.hidden = false;
      onward.replaceChildren(Object.assign(document.createElement("a"), { href: "#_contents", textContent: box.dataset.back }));
    });
  };

  const fit = () => {
    const can = fits();
    root.classList.toggle("no-tabs", !can);
    if (can !== list.hasAttribute("role")) can ? make() : unmake();
  };

  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target.closest("a"));
    if (index < 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (index !== current) history.pushState(null, "", tabs[index].hash);
    show(index);
  });
  list.addEventListener("keydown", (event) => {
    const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const count = tabs.length;
    const index = event.key === "Home" ? 0 : event.key === "End" ? count - 1
      : event.key === forward ? (current + 1) % count
      : /^Arrow(Left|Right)$/.test(event.key) ? (current - 1 + count) % count
      : event.key === " " ? current : -1;
    if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    history.replaceState(null, "", tabs[index].hash);
    show(index);
    tabs[index].focus();
  });
  parts.forEach((part, index) => part.addEventListener("beforematch", () => list.hasAttribute("role") && show(index)));
  addEventListener("hashchange", () => list.hasAttribute("role") && follow());
  addEventListener("popstate", () => list.hasAttribute("role") && follow());
  const observer = new ResizeObserver(fit);
  [box, ...tabs].forEach((element) => observer.observe(element));
  fit();
} else {
  root.classList.add("no-tabs");
}
