// The saved draft beside its form, as a phone or a desk shows it.

const panel = document.querySelector("[data-preview]");

if (panel) {
  const frame = panel.querySelector("iframe");
  const widths = panel.querySelectorAll("[data-width]");

  function show(button) {
    const width = Number(button.dataset.width);
    const scale = Math.min(1, frame.parentElement.clientWidth / width);
    frame.style.inlineSize = `${width}px`;
    frame.style.blockSize = `${frame.parentElement.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
    for (const other of widths) {
      other.setAttribute("aria-pressed", String(other === button));
    }
  }

  panel.addEventListener("toggle", () => {
    if (panel.open) {
      frame.src ||= panel.dataset.preview;
      show(panel.querySelector("[aria-pressed=true]"));
    }
    document.body.classList.toggle("has-preview", panel.open);
  });
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-width]");
    if (button) {
      show(button);
    }
  });
  panel.hidden = false;
}
