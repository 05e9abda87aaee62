import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.js";

/** A button that opens a few actions: `items` of `{icon, text, run}`. */
export function Menu({ label, icon, items, side = "start" }) {
  const open = useSignal(false);
  const box = useClosing(open);
  // The item goes: what it opens gives the focus back to the button.
  const choose = (run) => {
    box.current.querySelector("button").focus();
    open.value = false;
    run();
  };
  return html`
    <div class="menu menu--${side}" ref=${box}>
      <button
        class="icon-button"
        type="button"
        aria-label=${label}
        aria-expanded=${open.value}
        onClick=${() => (open.value = !open.value)}
      >
        <${Icon} name=${icon} size=${24} />
      </button>
      ${open.value &&
      html`<div class="menu__items">
        ${items.map(
          (item) => html`<button type="button" key=${item.text} onClick=${() => choose(item.run)}>
            <${Icon} name=${item.icon} /> ${item.text}
          </button>`,
        )}
      </div>`}
    </div>
  `;
}

/** A tap elsewhere or Escape closes what is open. */
function useClosing(open) {
  const box = useRef(null);
  useLayoutEffect(() => {
    if (!open.value) return undefined;
    const look = (event) => {
      const isEscape = event.key === "Escape";
      if (isEscape) box.current.querySelector("button").focus();
      if (isEscape || (event.type === "pointerdown" && !box.current.contains(event.target))) open.value = false;
    };
    document.addEventListener("pointerdown", look);
    document.addEventListener("keydown", look);
    return () => {
      document.removeEventListener("pointerdown", look);
      document.removeEventListener("keydown", look);
    };
  }, [open.value]);
  return box;
}
