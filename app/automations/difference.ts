import { allSteps, type Flow, type Goal, type Step, type Trigger } from '~/automations/definition';

/** Where a step stands: below which step, and in which way of an If/Else. */
interface Place {
  parent: string | null;
  way: 'yes' | 'no' | null;
  before: string | null;
}

export interface FlowDifference {
  triggers: PartDifference<Trigger>;
  steps: PartDifference<Step> & {
    /** Steps that stand elsewhere than before among those that are in both, by id. */
    moved: string[];
    /** Steps that send whose message says something else, by id. */
    reworded: string[];
  };
  goals: PartDifference<Goal>;
  /** Settings of the flow that differ. */
  settings: ('quietHours' | 'reentry' | 'underFrequencyCap')[];
  /** Whether anything differs at all. */
  any: boolean;
}

export interface PartDifference<T> {
  added: T[];
  removed: T[];
  /** Of the same id, before and now; of an If/Else without what stands in its ways. */
  changed: { from: T; to: T }[];
}

/**
 * What a draft changes of the flow that is published.
 * @param reworded the steps in both whose message says something else than the frozen one
 */
export function flowDifference(published: Flow, draft: Flow, reworded: ReadonlySet<string>): FlowDifference {
  const [before, after] = [allSteps(published.steps), allSteps(draft.steps)];
  const kept = new Set(before.map(({ id }) => id).filter((id) => after.some((step) => step.id === id)));
  const [placesBefore, placesAfter] = [placesOf(published.steps, kept), placesOf(draft.steps, kept)];
  const moved = [...kept].filter((id) => !same(placesBefore.get(id), placesAfter.get(id)));
  const triggers = compare(published.triggers, draft.triggers);
  const goals = compare(published.goals, draft.goals);
  const steps = {
    ...compare(before, after, withoutWays),
    moved,
    reworded: [...kept].filter((id) => reworded.has(id)),
  };
  const settings = SETTINGS.filter((name) => !same(published[name], draft[name]));
  const lists = [triggers, goals, steps].flatMap(({ added, removed, changed }) => [
    ...added,
    ...removed,
    ...changed,
  ]);
  const any = lists.length + moved.length + steps.reworded.length + settings.length > 0;
  return { triggers, steps, goals, settings, any };
}

/** Whether publishing would change nothing for anybody. */
export function isSameFlow(
  one: { flow: Flow; messages: ReadonlyMap<string, bigint> },
  other: { flow: Flow; messages: ReadonlyMap<string, bigint> },
): boolean {
  const ids = [...one.messages].filter(([step, id]) => other.messages.get(step) !== id);
  return same(one.flow, other.flow) && ids.length === 0 && one.messages.size === other.messages.size;
}

const SETTINGS = ['quietHours', 'reentry', 'underFrequencyCap'] as const;

function compare<T extends { id: string }>(
  before: readonly T[],
  after: readonly T[],
  told: (part: T) => unknown = (part) => part,
): PartDifference<T> {
  const old = new Map(before.map((part) => [part.id, part]));
  const fresh = new Set(after.map(({ id }) => id));
  return {
    added: after.filter(({ id }) => !old.has(id)),
    removed: before.filter(({ id }) => !fresh.has(id)),
    changed: after.flatMap((to) => {
      const from = old.get(to.id);
      return from && !same(told(from), told(to)) ? [{ from, to }] : [];
    }),
  };
}

const withoutWays = (step: Step) => (step.kind === 'if_else' ? { ...step, yes: [], no: [] } : step);

/** Only among the steps in both: what is added or removed between two steps moves neither. */
function placesOf(steps: readonly Step[], kept: ReadonlySet<string>): Map<string, Place> {
  const places = new Map<string, Place>();
  const visit = (line: readonly Step[], parent: string | null, way: Place['way']): void => {
    let before: string | null = null;
    for (const step of line) {
      if (kept.has(step.id)) {
        places.set(step.id, { parent, way, before });
        before = step.id;
      }
      if (step.kind !== 'if_else') continue;
      visit(step.yes, step.id, 'yes');
      visit(step.no, step.id, 'no');
    }
  };
  visit(steps, null, null);
  return places;
}

/** Whether two plain values are alike; the order of their fields, which a database does not keep, is none of it. */
function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [Object.entries(one), new Map(Object.entries(other))];
  return a.length === b.size && a.every(([key, value]) => b.has(key) && same(value, b.get(key)));
}
