import { shrink } from "../../parts/shrink.js";
import { sayFile } from "../../store/sending.js";

/** Send what was chosen; photos leave smaller than the camera made them. */
export async function attach(id, file) {
  return sayFile(id, await shrink(file));
}

export function chooseDocument(id) {
  const input = Object.assign(document.createElement("input"), { type: "file", accept: "application/pdf" });
  input.onchange = () => [...input.files].forEach((file) => attach(id, file));
  input.click();
}
