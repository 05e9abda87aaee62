import { useSignal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n.js";
import { Button } from "../../parts/button.js";
import { Icon } from "../../parts/icon.js";
import { Page } from "../../parts/page.js";
import { Refused } from "../../parts/refused.js";
import { Empty, Loaded } from "../../parts/states.js";
import { useAction } from "../../parts/use-action.js";
import { useLoad } from "../../parts/use-load.js";
import { loadNotices, notices, readNotices } from "../../store/notices.js";
import { NoticeLine } from "./line.js";

export default function Notices() {
  const load = useLoad(() => loadNotices());
  const older = useSignal([]);
  const held = notices.value.items;
  const newest = [...held].reverse();
  const fresh = useFresh(held);
  const first = newest.at(-1)?.seq ?? 0;
  const shown = [...newest, ...older.value.filter((one) => one.seq < first)];
  // numbered without gaps: what is shown says what comes before it
  const cursor = shown.at(-1)?.seq ?? 0;
  const more = useAction(async () => {
    const { items } = await loadNotices(cursor);
    older.value = [...older.value, ...items];
  });
  const settings = html`<a class="button button--quiet" href="/account"><${Icon} name="bell" /> ${t("notices.choose")}</a>`;
  return html`
    <${Page} title=${t("notices.title")} up="/account" aside=${settings} narrow>
      <${Loaded} load=${shown.length ? { state: "ready" } : load} rows=${4}>
        ${shown.length
          ? html`<ul class="card notices" aria-label=${t("notices.title")}>
              ${shown.map((one) => html`<${NoticeLine} key=${one.seq} notice=${one} fresh=${one.seq > fresh} />`)}
            </ul>`
          : html`<${Empty} icon="bell" title=${t("notices.empty.title")} text=${t("notices.empty.text")} />`}
        <${Refused} refusal=${more.refusal} />
        ${cursor > 1 && html`<${Button} kind="plain" wide busy=${more.busy} onClick=${() => more.run({ cursor })}>${t("pages.earlier")}<//>`}
      <//>
    <//>
  `;
}

/** Whoever looks has read; what was new when they came stays marked until they leave. */
function useFresh(held) {
  const before = useRef(null);
  const last = held.at(-1)?.seq ?? 0;
  const unread = held.find((one) => !one.is_read);
  if (before.current === null && held.length) before.current = unread ? unread.seq - 1 : last;
  useEffect(() => {
    if (unread) readNotices(last).catch(() => null);
  }, [last, Boolean(unread)]);
  return before.current ?? last;
}
