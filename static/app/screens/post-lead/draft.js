import { signal } from "@preact/signals-core";
import { useEffect, useMemo } from "preact/hooks";
import { db } from "../../net/db.js";
import { keyring } from "../../net/keys.js";
import { onLeaving } from "../../store/session.js";

const BLANK = {
  step: 0,
  service_category: "",
  service_subcategory: "",
  title: "",
  description: "",
  location_zone: "",
  zip_code: "",
  address: "",
  budget_min: "",
  budget_max: "",
  urgency: "regular",
  preferred_time: "flexible",
  deadline: "",
  media: [],
};

const KEY = "new-request";
const SENT = "new-request-sent";

/** Sent again after a lost answer, in another visit too, it is the same request. */
export const keys = keyring((held) => (held ? db.put("drafts", SENT, held) : db.remove("drafts", SENT)).catch(() => null));
onLeaving(() => keys.done());

/** A signal of the request being written; it outlives the page, and `forget` ends it. */
export function useRequestDraft(query) {
  const { category = "", zone = "" } = query;
  const draft = useMemo(() => signal({ ...BLANK, service_category: category, location_zone: zone }), []);
  useEffect(() => {
    let untouched = draft.value;
    db.get("drafts", KEY).then((kept) => {
      if (kept && draft.value === untouched) draft.value = { ...draft.value, ...fitting(kept, query) };
      untouched = null;
    });
    db.get("drafts", SENT).then((held) => held && keys.hold(held), () => null);
    return draft.subscribe((value) => {
      if (untouched === null && !draft.forgotten) db.put("drafts", KEY, { ...value, step: 0, media: [], from: [category, zone] });
    });
  }, []);
  draft.forget = () => {
    draft.forgotten = true;
    db.remove("drafts", KEY);
  };
  return draft;
}

/** The first thing that a step still needs, by name; `null` when it may be left. */
export function missingIn(draft, step, people) {
  if (step === "what") return !draft.service_category ? "category" : !draft.title.trim() ? "title" : null;
  if (step === "details") return detailsMissing(draft);
  if (step === "place") return placeMissing(draft);
  return people.length ? null : "people";
}

export function bodyOf(draft, people) {
  const { step: _, media, ...fields } = draft;
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => String(value).trim() !== ""));
  return {
    ...given,
    recipients: people.map((worker) => worker.id),
    media: media.map((photo) => photo.id).filter(Boolean),
  };
}

function detailsMissing({ description, media }) {
  if (!description.trim()) return "description";
  return media.some((photo) => photo.state === "sending") ? "photos" : null;
}

function placeMissing({ location_zone: zone, address, zip_code: zip }) {
  if (!zone) return "zone";
  if (!address.trim()) return "address";
  return /^\d{5}$/.test(zip) ? null : "zip";
}

/** Whoever comes from a search asks for that: of another job only where it is to be done is kept. */
export function fitting(kept, { category = "", zone = "" }) {
  if (String(kept.from) === String([category, zone])) return withoutBlanks(kept);
  const { address, zip_code, ...job } = withoutBlanks(kept);
  const isHere = !zone || zone === job.location_zone;
  const place = isHere ? { ...(address && { address }), ...(zip_code && { zip_code }) } : {};
  if (!category || category === job.service_category) return { ...job, ...place, ...(zone && { location_zone: zone }) };
  return isHere && job.location_zone ? { ...place, location_zone: job.location_zone } : place;
}

function withoutBlanks(kept) {
  return Object.fromEntries(Object.entries(kept).filter(([key, value]) => key in BLANK && value !== "" && key !== "media"));
}
