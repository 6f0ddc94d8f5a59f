/* Shows the buttons that do something here: printing, and the phone's own sheet for sharing. */
const [paper, share] = document.querySelectorAll("[data-print], [data-share]");
paper.hidden = false;
paper.onclick = () => print();
if (share && navigator.share) {
  share.hidden = false;
  // Without what stands after the path: a number that was looked up is nobody else's business.
  share.onclick = () => navigator.share({ url: location.pathname }).catch(() => {});
}
