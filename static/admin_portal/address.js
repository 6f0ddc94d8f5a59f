// The address follows the title while it is typed. The server makes it of a title that has more than Latin letters
// (publishing/addresses.py): the field stays empty until the form is saved.
const MORE_THAN_LATIN = /[^\u0000-\u024f\u2018-\u201d\u2026]/;
const ofLatin = window.URLify;

if (ofLatin) {
  window.URLify = (title, ...options) => (MORE_THAN_LATIN.test(title) ? "" : ofLatin(title, ...options));
}
