// node audit.mjs COOKIE ADDRESS …: each address judged by Lighthouse's mobile preset in a browser of its own, a line of JSON each.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors", "--disable-background-networking"];
const [cookie, ...addresses] = process.argv.slice(2);

for (const address of addresses) console.log(JSON.stringify(await judged(address)));

async function judged(address) {
  const chrome = await launch({ chromeFlags: FLAGS, chromePath: process.env.CHROME_PATH ?? "/usr/bin/chromium" });
  try {
    if (cookie) await carry(chrome.port, JSON.parse(cookie));
    const flags = { port: chrome.port, disableStorageReset: true, logLevel: "error", onlyCategories: ["performance", "accessibility", "best-practices"] };
    const { lhr } = await lighthouse(address, flags);
    return summary(lhr);
  } finally {
    chrome.kill();
  }
}

async function carry(port, cookie) {
  const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}` });
  await browser.setCookie(cookie);
  await browser.disconnect();
}

function summary({ categories, audits, environment }) {
  const scores = Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  const times = ["first-contentful-paint", "largest-contentful-paint", "interactive", "total-blocking-time", "cumulative-layout-shift"];
  const measured = Object.fromEntries(times.map((name) => [name, audits[name]?.numericValue]));
  const weight = audits["total-byte-weight"]?.numericValue;
  const failed = Object.values(categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9).map(({ id }) => told(audits[id])),
  );
  return { scores, ...measured, weight, machine: environment.benchmarkIndex, failed };
}

function told({ id, displayValue, details }) {
  const items = (details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? item.description ?? item.url ?? "");
  return [id, displayValue, ...items].filter(Boolean).join(" · ");
}
