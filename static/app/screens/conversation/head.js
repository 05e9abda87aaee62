import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Icon } from "../../parts/icon.js";
import { Menu } from "../../parts/menu.js";
import { go } from "../../router.js";
import { archive, mute } from "../../store/deeds.js";
import { isTyping, presence } from "../../store/presence.js";
import { user } from "../../store/session.js";
import { say } from "../../store/toasts.js";
import { isRevealed, otherId } from "../../store/words.js";
import { open } from "./asked.js";
import { whatsAppAddress } from "./contact-card.js";
import { Who } from "./screen.js";

/** Who it is, with whether they are there and what they are doing. */
export function Here({ conversation }) {
  const isOnline = presence.value.online.has(otherId(conversation, user.value.id));
  const isWriting = isTyping(presence.value, conversation.id, Date.now());
  const line = isWriting ? t("conversation.typing") : isOnline ? t("conversation.online") : null;
  return html`<${Who} conversation=${conversation} isOnline=${isOnline} line=${line}>${conversation.is_muted && html`<${Muted} />`}<//>`;
}

/** So that nobody wonders why nothing rings. */
function Muted() {
  return html`<span class="lock" title=${t("inbox.muted")}><${Icon} name="bell-off" size=${16} /><span class="unseen">${t("inbox.muted")}</span></span>`;
}

/** The WhatsApp link once the contact is revealed; until then the lock, and what opens it. */
export function Reach({ conversation }) {
  if (user.value.role !== "worker") return null;
  if (isRevealed(conversation) && conversation.contact.phone) {
    return html`
      <a class="button button--plain talk__reach" href=${whatsAppAddress(conversation.contact.phone)} target="_blank" rel="noopener">
        <${Icon} name="whatsapp" /> <span>WhatsApp</span>
      </a>
    `;
  }
  return html`<span class="lock" title=${t("contact.hidden_why")}>
    <${Icon} name="lock" /><span class="unseen">${t("contact.hidden_why")}</span>
  </span>`;
}

export function Options({ conversation }) {
  const archived = conversation.status === "archived";
  const muted = conversation.is_muted;
  const items = [
    { icon: "search", text: t("find.title"), run: () => open("find") },
    { icon: "inbox", text: t(archived ? "conversation.unarchive" : "conversation.archive"), run: () => putAway(conversation, !archived) },
    { icon: muted ? "bell" : "bell-off", text: t(muted ? "conversation.unmute" : "conversation.mute"), run: () => hush(conversation, !muted) },
    { icon: "flag", text: t("flag.title"), run: () => open("flag") },
  ];
  return html`<${Menu} label=${t("conversation.options")} icon="dots" side="end" items=${items} />`;
}

/** Until something new happens; each side for itself. */
function putAway(conversation, away) {
  archive(conversation, away);
  say(t(away ? "conversation.archived" : "conversation.unarchived"));
  if (away) go("/inbox");
}

/** About talk, never about money: the line says so. */
function hush(conversation, quiet) {
  mute(conversation, quiet);
  say(t(quiet ? "conversation.muted" : "conversation.unmuted"));
}
