import { t } from "../i18n.js";
import { onFrame } from "../net/frames.js";
import { here } from "../router.js";
import { sounding } from "../store/sound.js";
import { say } from "../store/toasts.js";
import { chime, readyChime } from "./chime.js";

/** What is told at once wherever one is: a new request has ten seconds of a handyman's attention. */
export function startAlerts() {
  readyChime();
  onFrame((event, payload) => {
    if (event !== "lead:new") return;
    if (sounding.value) chime();
    if (here.value.path !== "/leads") {
      say(t("leads.arrived", { title: payload.title }), { tone: "good", link: `/leads/${payload.id}` });
    }
  });
}
