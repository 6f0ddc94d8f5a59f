/* Scans the code of a package with the device's camera, where the browser can read codes by itself.
   No picture leaves the device; what was read is put into the field, and nothing is sent by itself. */
const WANTED = ["data_matrix", "qr_code", "upc_a", "ean_13", "ean_8", "code_128", "code_39", "itf"];
const PAUSE = 150; // Milliseconds between two looks.

const part = document.querySelector("[data-scan]");
const field = document.getElementById("_number");
const [start, viewer, status] = part.children;
const [video, stop] = viewer.children;
let stream = null;
let turn = 0;

const end = () => {
  turn += 1;
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = video.srcObject = null;
  viewer.hidden = true;
  start.hidden = false;
};

const look = async (detector, own) => {
  while (stream === own) {
    const [code] = video.readyState >= 2 ? await detector.detect(video).catch(() => []) : [];
    if (code?.rawValue && stream === own) {
      end();
      field.value = code.rawValue;
      status.textContent = status.dataset.found;
      field.focus();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
};

const scan = async (detector) => {
  start.hidden = true;
  viewer.hidden = false;
  status.textContent = status.dataset.looking;
  stop.focus();
  const mine = turn;
  try {
    const own = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (turn !== mine) {
      for (const track of own.getTracks()) track.stop();
      return;
    }
    stream = video.srcObject = own;
    await video.play();
    await look(detector, own);
  } catch {
    if (turn !== mine) return;
    end();
    status.textContent = status.dataset.refused;
    start.focus();
  }
};

const prepare = async () => {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const known = await BarcodeDetector.getSupportedFormats();
  const formats = WANTED.filter((format) => known.includes(format));
  if (!formats.length) return;
  const detector = new BarcodeDetector({ formats });
  start.addEventListener("click", () => scan(detector));
  stop.addEventListener("click", () => {
    end();
    status.textContent = "";
    start.focus();
  });
  addEventListener("pagehide", end);
  part.hidden = false;
};

prepare();
