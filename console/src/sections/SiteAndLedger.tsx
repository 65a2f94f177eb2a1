import { count, duration, memory, money } from "../format";
import { words } from "../language";
import { Badge, SectionCard } from "../parts";
import type { Session } from "../session";
import type { Ledger, Node, Site, SiteNow } from "../wire";
import { Fact } from "./Models";

/** What computes here and how much runs on it, and what it has cost so far. */
export function SiteAndLedger({ session }: { session: Session }) {
  const t = words.value.site;
  return (
    <div class="pair">
      <SectionCard
        id="site"
        title={t.site}
        content={session.site.content}
        empty={t.empty}
        isEmpty={({ site }) => !site}
        retry={() => void session.site.refresh()}
      >
        {(now) => now.site && <SiteView site={now.site} now={now} />}
      </SectionCard>
      <SectionCard
        id="ledger"
        title={t.ledger}
        content={session.ledger.content}
        empty={t.empty}
        isEmpty={(ledger) => ledger.entries.length === 0}
        retry={() => void session.ledger.refresh()}
      >
        {(ledger) => <LedgerView ledger={ledger} />}
      </SectionCard>
    </div>
  );
}

function SiteView({ site, now }: { site: Site; now: SiteNow }) {
  const t = words.value.site;
  return (
    <>
      <dl class="facts total">
        <Fact name={t.runs} value={count(now.runs)} />
        <Fact name={t.waiting} value={count(now.waiting)} />
      </dl>
      <ul class="rows nodes">
        {site.pods.flatMap((pod) =>
          pod.nodes.map((node) => (
            <li key={`${pod.name}/${node.name}`}>
              <p class="row-head">
                <strong>
                  {pod.name} / {node.name}
                </strong>{" "}
                <Badge tone={`node-${node.state.toLowerCase()}`}>{words.value.site.state[node.state]}</Badge>
              </p>
              <Rooms node={node} />
            </li>
          )),
        )}
      </ul>
    </>
  );
}

function Rooms({ node: { offer } }: { node: Node }) {
  const t = words.value.site;
  return (
    <dl class="facts">
      <Fact name={t.cpus} value={count(offer.cpus.cpus)} />
      <Fact name={t.memory} value={memory(offer.memory.bytes)} />
      <Fact name={t.gpus} value={offer.gpus.gpus === 0 ? t.noGpus : count(offer.gpus.gpus)} />
    </dl>
  );
}

/** The latest entries; all of them are in the export. */
const SHOWN = 6;

function LedgerView({ ledger }: { ledger: Ledger }) {
  const t = words.value.site;
  return (
    <>
      <dl class="facts total">
        <Fact name={t.cpuTime} value={duration(ledger.total.cpuTime.milliseconds)} />
        <Fact name={t.gpuTime} value={duration(ledger.total.gpuTime.milliseconds)} />
        <Fact name={t.cost} value={money(ledger.total.cost)} />
      </dl>
      <table class="ledger">
        <caption class="unseen">{t.ledger}</caption>
        <thead>
          <tr>
            <th scope="col">{t.job}</th>
            <th scope="col" class="figure">
              {t.cpuTime}
            </th>
            <th scope="col" class="figure">
              {t.gpuTime}
            </th>
            <th scope="col" class="figure">
              {t.cost}
            </th>
          </tr>
        </thead>
        <tbody>
          {ledger.entries
            .slice(-SHOWN)
            .reverse()
            .map((entry, index) => (
              <tr key={`${entry.job} ${index}`}>
                <th scope="row">{entry.job}</th>
                <td class="figure">{duration(entry.cpuTime.milliseconds)}</td>
                <td class="figure">{duration(entry.gpuTime.milliseconds)}</td>
                <td class="figure">{money(entry.cost)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
}
