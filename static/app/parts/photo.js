import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n.js";

const TRIES = 8;
const ABOUT_A_BREATH = 900;

/**
 * A picture that keeps its place while it comes, and opens large in a tab of its own. One that was just sent is made
 * ready for a moment (its metadata is taken out): ask again until it is.
 */
export function Photo({ address, alt, isReady = true, width = null, height = null }) {
  const wait = useSignal(!isReady);
  const tries = useSignal(0);
  const failed = useSignal(false);
  useEffect(() => {
    if (!failed.value) return undefined;
    const again = () => {
      tries.value += 1;
      failed.value = false;
    };
    addEventListener("online", again);
    const timer = tries.value < TRIES && setTimeout(again, 500 * 2 ** Math.min(tries.value, 4));
    return () => {
      removeEventListener("online", again);
      clearTimeout(timer);
    };
  }, [failed.value]);
  useEffect(() => {
    if (!wait.value) return undefined;
    const timer = setTimeout(() => (wait.value = false), ABOUT_A_BREATH);
    return () => clearTimeout(timer);
  }, []);
  if (!address || failed.value || wait.value) return html`<p class="photo photo--missing">${t("message.media_pending")}</p>`;
  const fresh = tries.value ? `${address}?try=${tries.value}` : address;
  return html`<a class="photo" href=${address} target="_blank" rel="noopener">
    <img src=${fresh} alt=${alt} width=${width} height=${height} loading="lazy" onError=${() => (failed.value = true)} />
  </a>`;
}
