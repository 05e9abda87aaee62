// Lists what came in and leaves what is already shown alone, so that an open mail stays open.

const REFRESH_MS = 2000;
const DISPUTE = { needs_response: 'en disputa', won: 'disputa ganada', lost: 'disputa perdida' };
const shown = new Map();

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text != null) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

const when = (moment) => new Date(moment).toLocaleString('es-MX', { dateStyle: 'medium', timeStyle: 'medium' });
const money = (centavos) => (centavos / 100).toLocaleString('es-MX', { style: 'currency', currency: 'MXN' });

async function read(path) {
  const response = await fetch(path);
  return response.json();
}

async function tell(path, body) {
  const headers = { 'content-type': 'application/json' };
  await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  await refresh();
}

function codeCard(sms) {
  const card = element('li');
  card.append(
    element('p', sms.code, { class: 'code' }),
    element('p', `${sms.to} · ${sms.channel === 'whatsapp' ? 'WhatsApp' : 'SMS'} · ${when(sms.sent_at)}`),
  );
  return card;
}

// The mail's HTML gets neither scripts nor our origin; its links open in a new tab.
function letter(mail) {
  const sandbox = 'allow-popups allow-popups-to-escape-sandbox';
  const frame = element('iframe', null, { sandbox, title: mail.subject });
  frame.srcdoc = mail.html ? `<base target="_blank">${mail.html}` : '';
  return frame;
}

function mailCard(mail) {
  const card = element('li');
  const details = element('details');
  details.append(element('summary', mail.subject));
  details.addEventListener('toggle', () => {
    if (!details.open || details.children.length > 1) return;
    const plain = element('details');
    plain.append(element('summary', 'Solo texto'), element('pre', mail.text));
    details.append(letter(mail), plain);
  });
  card.append(details, element('p', `${mail.to} · ${when(mail.sent_at)}`));
  return card;
}

function action(label, path, body, quiet = false) {
  const button = element('button', label, { type: 'button', class: quiet ? 'quiet' : '' });
  button.addEventListener('click', () => tell(path, body));
  return button;
}

function paymentActions(payment) {
  const bar = element('div', null, { class: 'actions' });
  const intent = { payment_intent: payment.payment_intent };
  if (payment.url) bar.append(element('a', 'Abrir la página de pago', { class: 'button', href: payment.url, target: '_blank' }));
  if (payment.waiting) {
    bar.append(action('Llegó el dinero', '/outside/stripe/settle', intent));
    bar.append(action('No se pagó', '/outside/stripe/fail', intent, true));
  }
  if (payment.payment_status === 'paid' && !payment.dispute) {
    bar.append(action('Disputar el cargo', '/outside/stripe/dispute', intent, true));
  }
  if (payment.dispute === 'needs_response') {
    bar.append(action('Gana TrustMe', '/outside/stripe/dispute/close', { ...intent, status: 'won' }, true));
    bar.append(action('Gana el cliente', '/outside/stripe/dispute/close', { ...intent, status: 'lost' }, true));
  }
  return bar;
}

function paymentState(payment) {
  if (payment.payment_status === 'paid') return 'pagado';
  if (payment.waiting) return 'esperando el dinero';
  if (payment.status === 'open') return 'por pagar';
  return payment.status === 'expired' ? 'vencido' : 'no se pagó';
}

function paymentCard(payment) {
  const card = element('li');
  const refunded = payment.amount_refunded ? `devuelto ${money(payment.amount_refunded)}` : null;
  const facts = [paymentState(payment), DISPUTE[payment.dispute], refunded, when(payment.created * 1000)];
  card.append(
    element('p', `${money(payment.amount_total)} · ${payment.description}`),
    element('p', facts.filter(Boolean).join(' · ')),
    paymentActions(payment),
  );
  return card;
}

// A card is built again only when what it says has changed.
function list(id, things, key, build) {
  const cards = things.map((thing) => {
    const said = JSON.stringify(thing);
    const name = `${id}:${key(thing)}`;
    const old = shown.get(name);
    if (old?.said === said) return old.card;
    const card = build(thing);
    shown.set(name, { said, card });
    return card;
  });
  const place = document.getElementById(id);
  if (!cards.length) cards.push(element('li', 'Nada todavía.', { class: 'empty' }));
  const same = cards.length === place.children.length && cards.every((card, at) => card === place.children[at]);
  if (same) return;
  // Moving an iframe reloads it: new cards are put in front, and the rest stays where it is.
  for (const child of [...place.children]) if (!cards.includes(child)) child.remove();
  cards.forEach((card, at) => { if (place.children[at] !== card) place.insertBefore(card, place.children[at] ?? null); });
}

async function refresh() {
  const to = document.getElementById('to').value.trim();
  const query = to ? `?to=${encodeURIComponent(to)}` : '';
  const [mails, codes, payments, clock] = await Promise.all([
    read(`/outside/mail${query}`), read(`/outside/sms${query}`), read('/outside/stripe/payments'), read('/outside/clock'),
  ]);
  list('codes', codes, (sms) => `${sms.to}${sms.sent_at}`, codeCard);
  list('mails', mails, (mail) => mail.id, mailCard);
  list('payments', payments, (payment) => payment.id, paymentCard);
  const moved = Math.abs(clock.offset_seconds) > 1 ? ' (adelantado)' : '';
  document.getElementById('clock').textContent = `Reloj: ${when(clock.now)}${moved}`;
}

async function keepFresh() {
  try {
    if (!document.hidden) await refresh();
  } catch {
    // The emulators are restarting: the next round finds them again.
  }
  setTimeout(keepFresh, REFRESH_MS);
}

document.getElementById('to').addEventListener('input', refresh);
keepFresh();
