// The form of an alert: the banner beside it, the length of the headline, and the seconds left to undo.

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
  const timer = window.setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    undo.querySelector("[data-seconds]").textContent = left > 0 ? `${left} s` : "";
    if (left <= 0) {
      window.clearInterval(timer);
      undo.remove();
    }
  }, 250);
}
