import type { Step } from '~/automations/definition';

/** Steps one below the other: the flow itself, or a way of an If/Else. */
export interface Lane {
  /** The If/Else; null: the flow itself. */
  parent: string | null;
  way: 'yes' | 'no';
}

/** A place between two steps: above the step that is now at `index` of the lane. */
export interface Gap extends Lane {
  index: number;
}

export const TOP: Lane = { parent: null, way: 'yes' };

/** Puts a step into a gap. */
export function insertStep(steps: readonly Step[], { index, ...lane }: Gap, step: Step): Step[] {
  return inLane(steps, lane, (line) => [...line.slice(0, index), step, ...line.slice(index)]);
}

/** Takes a step away; an If/Else with all that stands in its ways. */
export function removeStep(steps: readonly Step[], id: string): Step[] {
  return everyLane(steps, (line) => line.filter((step) => step.id !== id));
}

/** Puts a step in the place of the one of the same id. */
export function replaceStep(steps: readonly Step[], step: Step): Step[] {
  return everyLane(steps, (line) => line.map((one) => (one.id === step.id ? step : one)));
}

/** Where a step stands; undefined where there is none of this id. */
export function gapOf(steps: readonly Step[], id: string, lane: Lane = TOP): Gap | undefined {
  for (const [index, step] of steps.entries()) {
    if (step.id === id) return { ...lane, index };
    if (step.kind !== 'if_else') continue;
    const inside =
      gapOf(step.yes, id, { parent: step.id, way: 'yes' }) ??
      gapOf(step.no, id, { parent: step.id, way: 'no' });
    if (inside) return inside;
  }
  return undefined;
}

/**
 * The flow with a step one place higher or lower in reading order, into the ways of an If/Else and out of them again;
 * undefined at the very top or end.
 */
export function moveStep(steps: readonly Step[], id: string, by: 'up' | 'down'): Step[] | undefined {
  const from = gapOf(steps, id);
  const step = from && laneOf(steps, from)[from.index];
  if (!from || !step) return undefined;
  const rest = removeStep(steps, id);
  const gaps = gapsOf(rest, TOP);
  const at = gaps.findIndex((gap) => isSameGap(gap, from));
  const to = gaps[at + (by === 'up' ? -1 : 1)];
  return to && insertStep(rest, to, step);
}

/**
 * The flow with a copy of a step below it.
 * @param freshId makes the copy's id, and those of the steps in its ways, out of theirs
 */
export function duplicateStep(
  steps: readonly Step[],
  id: string,
  freshId: (id: string) => string,
): Step[] | undefined {
  const from = gapOf(steps, id);
  const step = from && laneOf(steps, from)[from.index];
  if (!from || !step) return undefined;
  return insertStep(steps, { ...from, index: from.index + 1 }, copyOf(step, freshId));
}

function copyOf(step: Step, freshId: (id: string) => string): Step {
  const id = freshId(step.id);
  if (step.kind !== 'if_else') return { ...step, id };
  const copies = (line: Step[]) => line.map((one) => copyOf(one, freshId));
  return { ...step, id, yes: copies(step.yes), no: copies(step.no) };
}

function everyLane(steps: readonly Step[], change: (line: readonly Step[]) => Step[]): Step[] {
  return change(steps).map((step) =>
    step.kind === 'if_else'
      ? { ...step, yes: everyLane(step.yes, change), no: everyLane(step.no, change) }
      : step,
  );
}

function inLane(steps: readonly Step[], lane: Lane, change: (line: readonly Step[]) => Step[]): Step[] {
  if (lane.parent === null) return change(steps);
  return steps.map((step) => {
    if (step.kind !== 'if_else') return step;
    if (step.id === lane.parent) return { ...step, [lane.way]: change(step[lane.way]) };
    return { ...step, yes: inLane(step.yes, lane, change), no: inLane(step.no, lane, change) };
  });
}

function laneOf(steps: readonly Step[], { parent, way }: Lane): readonly Step[] {
  if (parent === null) return steps;
  for (const step of steps) {
    if (step.kind !== 'if_else') continue;
    if (step.id === parent) return step[way];
    const inside = [...laneOf(step.yes, { parent, way }), ...laneOf(step.no, { parent, way })];
    if (inside.length > 0) return inside;
  }
  return [];
}

/** Every place that a step can stand at, in reading order. */
function gapsOf(steps: readonly Step[], lane: Lane): Gap[] {
  return [
    { ...lane, index: 0 },
    ...steps.flatMap((step, index) => [
      ...(step.kind === 'if_else'
        ? [
            ...gapsOf(step.yes, { parent: step.id, way: 'yes' }),
            ...gapsOf(step.no, { parent: step.id, way: 'no' }),
          ]
        : []),
      { ...lane, index: index + 1 },
    ]),
  ];
}

const isSameGap = (one: Gap, other: Gap) =>
  one.parent === other.parent && one.index === other.index && (one.parent === null || one.way === other.way);
