// The form of an alert: the banner beside it says what is typed.

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
