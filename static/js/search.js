/* Fetches what proposes pages while somebody types, once a search box is used. */
for (const input of document.querySelectorAll("[data-code]")) {
  input.addEventListener("focus", async () => (await import(input.dataset.code)).suggest(input), { once: true });
}
