import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietUntil } from '~/automations/clock';
import type { Flow } from '~/automations/definition';
import { advance, type Enrolled, readyFlow } from '~/automations/next-step';
import { Contact, entering, type LifeEvent, randomFlow, randomLife, ZONES } from '#test/support/random-flow';

const MINUTE_MS = 60_000;

interface Told {
  /** What happened, with the moment: steps that send, and how it ended. */
  log: string[];
  sent: { stepId: string; at: Date }[];
  steps: string[];
}

/** What interrupts a run, look by look: killed so often before anything of it is kept, looked at once more after it, or for nothing in between. */
interface Interruptions {
  kills: readonly number[];
  again: readonly boolean[];
  between: readonly number[];
}

/** Runs one contact through a flow as a worker would: looked at when due, and when something happens. */
function run(
  flow: Flow,
  zone: string,
  start: Date,
  life: readonly LifeEvent[],
  { kills, again, between }: Interruptions,
): Told {
  const ready = readyFlow(flow, zone);
  const contact = new Contact();
  const told: Told = { log: [], sent: [], steps: [] };
  let kept: Enrolled = entering(flow, zone, start);
  let dueAt: Date | undefined = start;
  let looks = 0;

  const look = (now: Date) => {
    if (!dueAt) return;
    for (let kill = 0; kill < (kills[looks % kills.length] ?? 0); kill += 1)
      advance(ready, kept, contact.facts(), now);
    const { decisions, end } = advance(ready, kept, contact.facts(), now);
    for (const decision of decisions) {
      if (decision.kind === 'send') {
        contact.sent.push(decision.stepId);
        told.sent.push({ stepId: decision.stepId, at: now });
        told.log.push(`${decision.stepId} ${now.toISOString()}`);
      }
      if (decision.kind === 'tag') {
        const { action, tag } = decision.step;
        contact.tags = contact.tags.filter((one) => one !== tag).concat(action === 'add' ? tag : []);
      }
      if ('next' in decision) told.steps.push(decision.stepId);
    }
    if (end.state === 'inside') {
      kept = { ...kept, stepId: end.stepId, waitUntil: end.waitUntil };
      dueAt = end.dueAt;
    } else {
      dueAt = undefined;
      told.log.push(`${end.state} ${now.toISOString()}`);
    }
    looks += 1;
    if (again[looks % again.length] && dueAt && decisions.length > 0 && looks % 2 === 0) look(now);
  };

  const moments = [
    ...life.map((event) => ({ at: start.getTime() + event.minute * MINUTE_MS, event })),
    ...between.map((minute) => ({ at: start.getTime() + minute * MINUTE_MS, event: undefined })),
  ].sort((a, b) => a.at - b.at);
  look(start);
  for (const { at, event } of moments) {
    while (dueAt && dueAt.getTime() < at) look(dueAt);
    const now = new Date(at);
    if (event) contact.live(event, now);
    look(now);
  }
  for (let left = 0; dueAt && left < 500; left += 1) look(dueAt);
  return told;
}

const UNINTERRUPTED: Interruptions = { kills: [0], again: [false], between: [] };
const flows = {
  flow: randomFlow,
  zone: fc.constantFrom(...ZONES),
  // Around the days on which clocks change, and others.
  start: fc
    .tuple(
      fc.constantFrom('2026-03-06T00:00:00Z', '2026-03-27T00:00:00Z', '2026-10-23T00:00:00Z'),
      fc.integer({ min: 0, max: 20_000 }),
    )
    .map(([day, minutes]) => new Date(Date.parse(day) + minutes * MINUTE_MS)),
  life: randomLife,
};

describe('a run through any flow', () => {
  it('that is killed, resumed and looked at for nothing sends the same messages at the same times', () => {
    fc.assert(
      fc.property(
        fc.record({
          ...flows,
          kills: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 8 }),
          again: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
          between: fc.array(fc.integer({ min: 0, max: 60 * 24 * 25 }), { maxLength: 8 }),
        }),
        ({ flow, zone, start, life, ...interruptions }) => {
          const whole = run(flow, zone, start, life, UNINTERRUPTED);
          expect(run(flow, zone, start, life, interruptions).log).toEqual(whole.log);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('does no step twice, comes to an end, and sends nothing in the quiet hours', () => {
    fc.assert(
      fc.property(fc.record(flows), ({ flow, zone, start, life }) => {
        const { log, sent, steps } = run(flow, zone, start, life, UNINTERRUPTED);
        expect(new Set(steps).size).toBe(steps.length);
        expect(log.at(-1)).toMatch(/^(completed|exited) /);
        const quiet = flow.quietHours;
        if (quiet) for (const { at } of sent) expect(quietUntil(quiet, at, zone)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });
});
