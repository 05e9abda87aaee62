import { t } from "../i18n.js";
import { onFrame } from "../net/frames.js";
import { here } from "../router.js";
import { say } from "../store/toasts.js";

/** What is told at once wherever one is: a new request has ten seconds of a handyman's attention. */
export function startAlerts() {
  onFrame((event, payload) => {
    if (event === "lead:new" && here.value.path !== "/leads") {
      say(t("leads.arrived", { title: payload.title }), { tone: "good", link: `/leads/${payload.id}` });
    }
  });
}
