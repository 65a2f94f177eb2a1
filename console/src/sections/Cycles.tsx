import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import { dateTime, number } from "../format";
import { words } from "../language";
import type { Session } from "../session";
import type { Answered, Machine, Outlook, ToldCycle } from "../wire";
import { Change, isConflict, judge, type Meant, VerdictForm, VerdictLine } from "./AnswerVerdicts";

type Told = Extract<Outlook, { kind: "Cycles" }>;
type CyclesProps = { answer: Answered; outlook: Told; machine: Machine; session: Session };

/** The classes of the latest cycles, the latest first, and what people said of them. */
export function Cycles({ answer, outlook, machine, session }: CyclesProps) {
  // New cycles push old ones out; the one that is being judged stays until that is done.
  const open = useSignal<{ cycle: ToldCycle; meant: Meant } | undefined>(undefined);
  const t = words.value.outlook;
  const shown = [...outlook.cycles].reverse();
  const judged = open.value?.cycle;
  if (judged && !shown.some((one) => one.from === judged.from)) shown.push(judged);
  const mayAct = session.mayAct.value;
  const judging = (cycle: ToldCycle) => ({
    cycle,
    meant: {
      topic: answer.topic,
      kind: outlook.kind,
      asOf: outlook.asOf,
      told: cycle.told,
      cycle: { name: cycle.cycle, group: outlook.group },
      classes: answer.classes,
    },
  });
  const close = () => {
    open.value = undefined;
  };
  async function right(cycle: ToldCycle): Promise<void> {
    const one = judging(cycle);
    const failure = await judge(session, machine, one.meant, { verdict: "RIGHT" });
    if (failure && isConflict(failure)) open.value = one;
  }

  return (
    <table class="cycles small">
      <thead>
        <tr>
          <th scope="col">{outlook.group}</th>
          <th scope="col">{t.ended}</th>
          <th scope="col">{t.told}</th>
          <th scope="col" class="figure">
            {t.probability}
          </th>
          {mayAct && <th scope="col">{t.verdictHead}</th>}
        </tr>
      </thead>
      <tbody>
        {shown.map((cycle) => {
          const verdict = answer.verdicts.find((one) => one.from === cycle.from);
          const isOpen = judged?.from === cycle.from;
          return (
            <Fragment key={cycle.from}>
              <tr>
                <td>{cycle.cycle}</td>
                <td>{dateTime(cycle.to, machine.zone)}</td>
                <td>{cycle.told}</td>
                <td class="figure">{number(Math.round(cycle.probability * 100))} %</td>
                {mayAct && (
                  <td>
                    {!isOpen && (
                      <Buttons
                        of={`${outlook.group} ${cycle.cycle}`}
                        isJudged={verdict !== undefined}
                        onRight={() => void right(cycle)}
                        onMore={() => {
                          open.value = judging(cycle);
                        }}
                      />
                    )}
                  </td>
                )}
              </tr>
              {verdict && (
                <tr class="said-row">
                  <td colSpan={5}>
                    <VerdictLine verdict={verdict} zone={machine.zone} />
                  </td>
                </tr>
              )}
              {isOpen && open.value && (
                <tr class="said-row">
                  <td colSpan={5}>
                    <VerdictForm
                      meant={open.value.meant}
                      before={verdict}
                      machine={machine}
                      session={session}
                      onDone={close}
                      onCancel={close}
                    />
                  </td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}

type ButtonsProps = { of: string; isJudged: boolean; onRight: () => void; onMore: () => void };

/** Right is said at once, wrong with the truth and a note. */
function Buttons({ of, isJudged, onRight, onMore }: ButtonsProps) {
  const t = words.value.outlook;
  if (isJudged) return <Change of={of} onClick={onMore} />;
  return (
    <span class="said-of">
      <button
        type="button"
        class="verdict-button right"
        aria-label={`${t.verdict.RIGHT}: ${of}`}
        onClick={onRight}
      >
        {t.verdict.RIGHT}
      </button>
      <button type="button" class="verdict-button wrong" aria-label={`${t.wrongMore} ${of}`} onClick={onMore}>
        {t.wrongMore}
      </button>
    </span>
  );
}
