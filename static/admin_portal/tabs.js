// The tabs of a condition: add, move (by dragging, or with the buttons), remove.
//
// A tab's form keeps its number for good; its place is the hidden field "order". While one tab is dragged, the others
// move around it: an element that is taken out of the page loses the pointer.

const EDGE = 60; // How near the window's edge dragging scrolls, in pixels.

class Tabs {
  constructor(group) {
    this.prefix = group.dataset.tabs;
    this.list = group.querySelector("[data-tab-list]");
    this.status = group.querySelector("[data-tabs-status]");
    this.template = group.querySelector("[data-tab-template]");
    this.names = JSON.parse(group.querySelector("#tab-names").textContent);
    const tabs = this.all().sort((one, other) => order(one) - order(other));
    tabs.forEach((tab) => this.list.append(tab));
    this.refresh();
    group.addEventListener("click", (event) => this.clicked(event));
    group.addEventListener("input", (event) => this.typed(event));
    group.addEventListener("change", (event) => this.changed(event));
    group.addEventListener("pointerdown", (event) => this.grabbed(event));
  }

  all() {
    return [...this.list.querySelectorAll(":scope > [data-tab]")];
  }

  refresh() {
    const tabs = this.all();
    tabs.forEach((tab, place) => {
      const field = part(tab, "order");
      if (field) {
        field.value = place;
      }
      const title = part(tab, "title");
      const name = tab.querySelector("[data-tab-name]");
      name.textContent = title ? title.value : name.textContent;
      tab.querySelector("[data-tab-place]").textContent = `${place + 1}.`;
      tab.classList.toggle("is-removed", Boolean(part(tab, "DELETE")?.checked));
      for (const button of tab.querySelectorAll("[data-move]")) {
        button.setAttribute("aria-label", `${button.dataset.label}: ${nameOf(tab)}`);
        button.disabled = !tabs[place + Number(button.dataset.move)];
      }
    });
  }

  clicked(event) {
    const button = event.target.closest("[data-move]");
    if (button) {
      this.step(button.closest("[data-tab]"), Number(button.dataset.move));
      (button.disabled ? button.parentElement.querySelector("[data-move]:enabled") : button)?.focus();
    } else if (event.target.closest("[data-add-tab]")) {
      this.add();
    }
  }

  step(tab, by) {
    const tabs = this.all();
    const other = tabs[tabs.indexOf(tab) + by];
    const top = tab.getBoundingClientRect().top;
    tab[by < 0 ? "after" : "before"](other);
    window.scrollBy(0, tab.getBoundingClientRect().top - top);
    this.moved(tab);
  }

  moved(tab) {
    this.refresh();
    const tabs = this.all();
    this.status.textContent = `${nameOf(tab)} is now tab ${tabs.indexOf(tab) + 1} of ${tabs.length}.`;
    part(tab, "order").dispatchEvent(new Event("change", { bubbles: true }));
  }

  add() {
    const total = document.getElementById(`id_${this.prefix}-TOTAL_FORMS`);
    const holder = document.createElement("div");
    holder.innerHTML = this.template.innerHTML.replaceAll("__prefix__", total.value);
    const tab = holder.firstElementChild;
    total.value = Number(total.value) + 1;
    this.list.append(tab);
    this.refresh();
    tab.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: this.prefix } }));
    part(tab, "kind").focus();
    this.status.textContent = `Tab ${this.all().length} added.`;
  }

  typed(event) {
    const tab = event.target.closest("[data-tab]");
    if (tab && event.target === part(tab, "title")) {
      const [kind] = Object.entries(this.names).find(([, name]) => same(name, event.target.value)) ?? [];
      if (kind) {
        part(tab, "kind").value = kind;
      }
      this.refresh();
    }
  }

  changed(event) {
    const tab = event.target.closest("[data-tab]");
    if (tab && event.target === part(tab, "kind")) {
      const title = part(tab, "title");
      const isProposal = title.value === "" || Object.values(this.names).some((name) => same(name, title.value));
      const name = this.names[event.target.value];
      if (isProposal && name) {
        title.value = name;
      }
    }
    this.refresh();
  }

  grabbed(event) {
    const tab = event.target.closest("[data-tab-handle]")?.closest("[data-tab]");
    if (!tab || event.button !== 0) {
      return;
    }
    event.preventDefault();
    const before = this.all();
    const folding = new AbortController();
    const { signal } = folding;
    this.fold(tab, true);
    const drop = () => {
      folding.abort();
      this.fold(tab, false);
      if (this.all().some((one, place) => one !== before[place])) {
        this.moved(tab);
      }
    };
    const giveUp = () => {
      this.arrange(tab, before);
      drop();
    };
    document.addEventListener("pointermove", (moving) => this.drag(tab, moving.clientY), { signal });
    document.addEventListener("pointerup", drop, { signal });
    document.addEventListener("pointercancel", giveUp, { signal });
    document.addEventListener("keydown", (key) => key.key === "Escape" && giveUp(), { signal });
  }

  // While a tab is dragged all show their heads alone, and the dragged one stays under the pointer.
  fold(tab, folded) {
    const top = tab.getBoundingClientRect().top;
    this.list.classList.toggle("is-sorting", folded);
    tab.classList.toggle("is-dragged", folded);
    window.scrollBy(0, tab.getBoundingClientRect().top - top);
  }

  drag(tab, y) {
    const tabs = this.all();
    const place = tabs.indexOf(tab);
    const [above, below] = [tabs[place - 1], tabs[place + 1]];
    if (above && y < middle(above)) {
      tab.after(above);
    } else if (below && y > middle(below)) {
      tab.before(below);
    }
    if (y < EDGE || y > window.innerHeight - EDGE) {
      window.scrollBy(0, y < EDGE ? -12 : 12);
    }
  }

  // Puts the tabs into an order without taking one of them out of the page.
  arrange(kept, tabs) {
    const place = tabs.indexOf(kept);
    kept.before(...tabs.slice(0, place));
    kept.after(...tabs.slice(place + 1));
  }
}

function part(tab, name) {
  return tab.querySelector(`[name$="-${name}"]`);
}

function order(tab) {
  return Number(part(tab, "order")?.value || 0);
}

function nameOf(tab) {
  return part(tab, "title")?.value || "New tab";
}

function same(one, other) {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function middle(tab) {
  const box = tab.getBoundingClientRect();
  return box.top + box.height / 2;
}

for (const group of document.querySelectorAll("[data-tabs]")) {
  new Tabs(group);
}
