import { signal } from "@preact/signals-core";
import { useEffect, useMemo } from "preact/hooks";
import { db } from "../../net/db.js";

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

/** A signal of the request being written; it outlives the page, and `forget` ends it. */
export function useRequestDraft({ category = "", zone = "" }) {
  const draft = useMemo(() => signal({ ...BLANK, service_category: category, location_zone: zone }), []);
  useEffect(() => {
    let untouched = draft.value;
    db.get("drafts", KEY).then((kept) => {
      if (kept && draft.value === untouched) draft.value = { ...draft.value, ...withoutBlanks(kept) };
      untouched = null;
    });
    return draft.subscribe((value) => {
      if (untouched === null && !draft.forgotten) db.put("drafts", KEY, { ...value, step: 0, media: [] });
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

function withoutBlanks(kept) {
  return Object.fromEntries(Object.entries(kept).filter(([key, value]) => key in BLANK && value !== "" && key !== "media"));
}
