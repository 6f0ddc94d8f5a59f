/* Where the browser knows no popovers: an explained word is a link to its place in the glossary. */
for (const word of document.querySelectorAll("[popovertarget].term")) {
  const link = document.createElement("a");
  link.href = document.getElementById(word.getAttribute("popovertarget")).querySelector("a").href;
  link.textContent = word.textContent;
  word.replaceWith(link);
}
