import { html } from "htm/preact";
import { Split } from "../../../parts/split.js";

/** How both divided it. */
export function Agreed({ event, reader }) {
  return html`<${Split} client=${event.client_amount} worker=${event.worker_amount} role=${reader.role} name=${reader.name} />`;
}
