import { effect } from "@preact/signals-core";
import { html } from "htm/preact";
import { render } from "preact";
import { startTelling } from "./net/analytics.js";
import { ConsentBar } from "./parts/consent.js";
import { here } from "./router.js";
import { consent, restoreConsent, visit } from "./store/consent.js";
import { notices } from "./store/notices.js";
import { user } from "./store/session.js";
import { stepOf, stepOfSaid } from "./store/steps.js";

const APPROVED = "approved_told";

/** Loaded only where something is measured: asks first, and tells after a yes. */
export function startMeasuring() {
  restoreConsent();
  const bar = document.body.appendChild(document.createElement("div"));
  render(html`<${ConsentBar} />`, bar);
  const places = followPlaces();
  const telling = startTelling({ allowed: () => consent.value === "yes", visit, stepOf, stepOfSaid, from: places.before });
  document.addEventListener("visibilitychange", () => document.hidden && telling.leave());
  effect(() => tellApproval(telling));
}

/** A handyman's own browser tells that they were approved, once, when it hears of it. */
function tellApproval(telling) {
  const notice = notices.value.items.find((one) => one.kind === "worker.approved" && !one.is_read);
  if (!notice || !user.value || consent.value !== "yes" || localStorage.getItem(APPROVED) === notice.id) return;
  localStorage.setItem(APPROVED, notice.id);
  telling.take({ name: "profile_approved", params: { worker_id: user.value.id } });
}

function followPlaces() {
  let current = null;
  let last = null;
  effect(() => {
    if (here.value.path === current) return;
    last = current;
    current = here.value.path;
  });
  return { before: () => last };
}
