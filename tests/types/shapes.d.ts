// What the stores hold and the network brings, as bin/types checks it. Fields that only a screen reads are not listed
// one by one: `[fact: string]: unknown` keeps whoever needs one honest about not knowing what it is.

/** A signal that may be written. */
type Held<T> = import("@preact/signals-core").Signal<T>;

interface Person {
  id: string;
  role: "client" | "worker" | "admin" | "customer_support";
  locale?: string;
  opted_out: string[];
  [fact: string]: unknown;
}

interface Row {
  seq: number;
  conversation_id: string;
  sender_id: string | null;
  message_type: string;
  content: string | null;
  created_at: string;
  client_msg_id?: string | null;
  target_seq?: number | null;
  hidden?: boolean;
  media?: any;
  event?: { kind: string; [fact: string]: any } | null;
}

/** What was said and nobody has numbered yet: a row of the outbox. */
interface Unsent {
  key: string;
  user_id: string;
  conversation_id: string;
  message_type: string;
  position: number;
  tries: number;
  state: "sending" | "refused";
  code: string | null;
  content?: string;
  file?: Blob & { name?: string };
  upload_id?: string | null;
  /** Of a voice that was recorded here. */
  seconds?: number;
  peaks?: string | null;
}

interface TimelineState {
  rows: Row[];
  lastSeq: number;
  reachedStart: boolean;
  loaded: boolean;
  pending: Unsent[];
}

type TimelineEvent =
  | { type: "rows"; rows: Row[] }
  | { type: "history"; rows: Row[]; reachedStart: boolean }
  | { type: "newest"; rows: Row[] }
  | { type: "reset"; rows: Row[]; lastSeq: number }
  | { type: "pending"; message: Unsent }
  | { type: "dropped"; key: string };

interface Participant {
  user_id: string;
  role?: string;
  last_read_seq?: number | null;
  [fact: string]: unknown;
}

interface Conversation {
  id: string;
  status: string;
  last_seq: number;
  unread_count: number;
  updated_at: string;
  participants?: Participant[];
  contact?: Record<string, any>;
  contact_revealed_at?: string | null;
  last_message?: Row | null;
  [fact: string]: unknown;
}

type ConversationEvent =
  | { type: "listed" | "kept"; items: Conversation[] }
  | { type: "updated"; conversation: Conversation }
  | { type: "heads"; heads: Record<string, number> }
  | { type: "message"; row: Row }
  | { type: "read"; id: string; userId: string | undefined; seq: number; mine: boolean }
  | { type: "gone"; id: string };

interface Lead {
  id: string;
  title: string;
  purchase?: { conversation_id: string } | null;
  [fact: string]: unknown;
}

interface Notice {
  seq: number;
  kind: string;
  is_read: boolean;
  facts: Record<string, any>;
  [fact: string]: unknown;
}

interface Balance {
  balance: string;
  budget_limit: string;
  budget_spent: string;
  week_resets_at: string;
  free_until: string | null;
  is_paused: boolean;
}

interface Toast {
  id: number;
  text: string;
  tone: "plain" | "good" | "bad";
  link: string | null;
}

interface Service {
  category: string;
  [fact: string]: unknown;
}

interface Zone {
  name: string;
  borough: string;
  is_borough: boolean;
}

/** What a step is told from, and what is told of it. */
interface Deed {
  match: RegExpMatchArray;
  query: URLSearchParams;
  body: any;
  data: any;
  from: string | null;
}
type Step = [name: string, params: object];

interface Navigator {
  globalPrivacyControl?: boolean;
}
