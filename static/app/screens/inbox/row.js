import { html } from "htm/preact";
import { briefly } from "../../format.js";
import { t } from "../../i18n.js";
import { Avatar, Icon } from "../../parts/icon.js";
import { presence, isTyping } from "../../store/presence.js";
import { user } from "../../store/session.js";
import { chipOf, isRevealed, lineOf, otherId, otherName, shortName } from "../../store/words.js";

export function ConversationRow({ conversation, current }) {
  const { id: me, role } = user.value;
  const name = otherName(conversation);
  const other = otherId(conversation, me);
  const writing = isTyping(presence.value, conversation.id, Date.now());
  const line = writing ? t("conversation.typing") : lineOf(conversation.last_message, { me, role, name: shortName(conversation) });
  const count = conversation.unread_count ?? 0;
  return html`
    <li>
      <a
        class="inbox-row ${count ? "inbox-row--unread" : ""}"
        href="/conversations/${conversation.id}"
        aria-current=${current ? "page" : undefined}
        data-testid="conversation-row"
      >
        <${Avatar} name=${name} url=${conversation.contact?.profile_image_url} online=${presence.value.online.has(other)} />
        <span class="inbox-row__name">
          <bdi>${name}</bdi>
          ${!isRevealed(conversation) && role === "worker" && html`<${Mark} icon="lock" text=${t("contact.hidden")} />`}
          ${conversation.is_muted && html`<${Mark} icon="bell-off" text=${t("inbox.muted")} />`}
        </span>
        <time class="inbox-row__time" datetime=${conversation.updated_at}>
          ${conversation.updated_at && briefly(conversation.updated_at)}
        </time>
        ${conversation.lead?.title && html`<span class="inbox-row__lead">${conversation.lead.title}</span>`}
        <span class="inbox-row__line">${line}</span>
        ${count > 0 && html`<${Unread} count=${count} />`}
        <${Chip} text=${chipOf(conversation, role)} />
      </a>
    </li>
  `;
}

function Mark({ icon, text }) {
  return html`<span class="lock"><${Icon} name=${icon} size=${14} /><span class="unseen">${text}</span></span>`;
}

function Unread({ count }) {
  return html`<span class="inbox-row__count">
    <b class="count" aria-hidden="true">${count}</b><span class="unseen">${t("inbox.unread", { count })}</span>
  </span>`;
}

function Chip({ text }) {
  if (!text) return null;
  return html`<span class="chip-state chip-state--amber"><${Icon} name="clock" size=${14} />${text}</span>`;
}
