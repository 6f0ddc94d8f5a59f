// The assisted view: one tab stop for each text, arrows between its numbers, A for all likely lots.

const boxesOf = (source) => [...source.querySelectorAll(".token input")];

const isLikely = (box) => "likely" in box.dataset;

function count(source) {
  const shown = source.querySelector("[data-count]");
  const number = boxesOf(source).filter((box) => box.checked).length;
  shown.hidden = false;
  shown.textContent = `${number} ${shown.dataset.selected}`;
}

function select(source, isWanted) {
  for (const box of boxesOf(source)) {
    box.checked = isWanted(box);
  }
  count(source);
}

function goTo(boxes, place) {
  const next = boxes[Math.max(0, Math.min(place, boxes.length - 1))];
  for (const box of boxes) {
    box.tabIndex = box === next ? 0 : -1;
  }
  next.focus();
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function onKey(event, source) {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches(".token input")) {
    return;
  }
  const boxes = boxesOf(source);
  if (event.key in STEPS) {
    event.preventDefault();
    goTo(boxes, boxes.indexOf(event.target) + STEPS[event.key]);
  } else if (event.key.toLowerCase() === "a") {
    event.preventDefault();
    select(source, (box) => box.checked || isLikely(box));
  }
}

for (const source of document.querySelectorAll(".source")) {
  const boxes = boxesOf(source);
  const all = source.querySelector("[data-likely-all]");
  const clear = source.querySelector("[data-clear]");
  boxes.forEach((box, place) => {
    box.tabIndex = place === 0 ? 0 : -1;
  });
  all.hidden = !boxes.some(isLikely);
  clear.hidden = boxes.length === 0;
  all.addEventListener("click", () => select(source, (box) => box.checked || isLikely(box)));
  clear.addEventListener("click", () => select(source, () => false));
  source.addEventListener("change", () => count(source));
  source.addEventListener("keydown", (event) => onKey(event, source));
  source.addEventListener("click", (event) => {
    if (event.target.matches(".token input")) {
      goTo(boxes, boxes.indexOf(event.target));
    }
  });
  count(source);
}

document.querySelector("[data-keys]").hidden = false;
