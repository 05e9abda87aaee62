import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n.js";
import { reachable } from "../net/api.js";
import { connection } from "../net/socket.js";
import { Icon } from "./icon.js";

const A_BLINK = 3000;

/** Says that we are cut off, once it has lasted longer than a blink. */
export function NetworkLine() {
  const shown = useSignal(false);
  const cut = connection.value === "connecting" && !reachable.value;
  useEffect(() => {
    if (!cut) {
      shown.value = false;
      return undefined;
    }
    const timer = setTimeout(() => (shown.value = true), A_BLINK);
    return () => clearTimeout(timer);
  }, [cut]);
  return html`
    <div class="network-line" role="status">
      ${shown.value && html`<p><${Icon} name="offline" size=${16} /> ${t("state.offline_line")}</p>`}
    </div>
  `;
}
