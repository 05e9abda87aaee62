import { html } from "htm/preact";
import { t } from "../../i18n.js";
import { Avatar } from "../../parts/avatar.js";
import { Icon } from "../../parts/icon.js";
import { Menu } from "../../parts/menu.js";
import { back, go } from "../../router.js";
import { archive } from "../../store/deeds.js";
import { isTyping, presence } from "../../store/presence.js";
import { user } from "../../store/session.js";
import { say } from "../../store/toasts.js";
import { isRevealed, otherId, otherName } from "../inbox/facts.js";
import { open } from "./asked.js";
import { whatsAppAddress } from "./contact-card.js";

export function Head({ conversation }) {
  const name = otherName(conversation);
  const online = presence.value.online.has(otherId(conversation, user.value.id));
  return html`
    <header class="talk__head">
      <button class="icon-button talk__back" type="button" aria-label=${t("action.back")} onClick=${() => back("/inbox")}>
        <${Icon} name="back" size=${24} />
      </button>
      <${Avatar} name=${name} url=${conversation.contact?.profile_image_url} size=${40} online=${online} />
      <div class="talk__who">
        <h1>${name}</h1>
        <p><${Presence} conversation=${conversation} online=${online} /></p>
      </div>
      <${Reach} conversation=${conversation} />
      <${Options} conversation=${conversation} />
    </header>
  `;
}

function Presence({ conversation, online }) {
  if (isTyping(presence.value, conversation.id, Date.now())) return t("conversation.typing");
  return online ? t("conversation.online") : (conversation.lead?.title ?? "");
}

/** The WhatsApp link once the contact is revealed; until then the lock, and what opens it. */
function Reach({ conversation }) {
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

function Options({ conversation }) {
  const archived = conversation.status === "archived";
  const items = [
    { icon: "search", text: t("find.title"), run: () => open("find") },
    { icon: "inbox", text: t(archived ? "conversation.unarchive" : "conversation.archive"), run: () => putAway(conversation, !archived) },
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
