// A pasted page comes with its headings, lists and links: the box shows its words, and a hidden field takes the rest.

const box = document.getElementById("id_pasted");
const markup = document.getElementById("id_markup");
const status = document.querySelector("[data-pasted]");
const clear = document.querySelector("[data-clear]");

function hold(isHeld) {
  box.readOnly = isHeld;
  clear.hidden = !isHeld;
  status.textContent = isHeld ? status.dataset.pasted : "";
}

box.addEventListener("paste", (event) => {
  const html = event.clipboardData.getData("text/html");
  if (html) {
    event.preventDefault();
    box.value = event.clipboardData.getData("text/plain");
    markup.value = html;
    hold(true);
  }
});

clear.addEventListener("click", () => {
  box.value = "";
  markup.value = "";
  hold(false);
  box.focus();
});

hold(Boolean(markup.value));
document.querySelector(".errornote")?.focus();
