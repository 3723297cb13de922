import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allSteps, type Step } from '~/automations/definition';
import {
  duplicateStep,
  gapOf,
  insertStep,
  moveStep,
  removeStep,
  replaceStep,
  TOP,
} from '~/automations/edit-flow';

const note = (id: string): Step => ({ id, kind: 'note', text: id });
const split = (id: string, yes: Step[], no: Step[]): Step => ({
  id,
  kind: 'if_else',
  match: 'all',
  conditions: [],
  yes,
  no,
});
const ids = (steps: readonly Step[]) => allSteps(steps).map(({ id }) => id);

/** a, then q with b under Yes and c under No, then d. */
const FLOW = [note('a'), split('q', [note('b')], [note('c')]), note('d')];

const flows = fc
  .letrec<{ line: Step[]; step: Step }>((tie) => ({
    line: fc.array(tie('step'), { maxLength: 3 }),
    step: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant(note('x')),
      fc.tuple(tie('line'), tie('line')).map(([yes, no]) => split('x', yes, no)),
    ),
  }))
  .line.map((line) => {
    let number = 0;
    const named = (steps: Step[]): Step[] =>
      steps.map((step) => {
        number += 1;
        const id = `s${number}`;
        return step.kind === 'if_else'
          ? { ...step, id, yes: named(step.yes), no: named(step.no) }
          : { ...step, id };
      });
    return named(line);
  })
  .filter((line) => line.length > 0);

describe('a step', () => {
  it('is put at the start, between two others and into a way of an If/Else', () => {
    expect(ids(insertStep(FLOW, { ...TOP, index: 0 }, note('n')))).toEqual(['n', 'a', 'q', 'b', 'c', 'd']);
    expect(ids(insertStep(FLOW, { ...TOP, index: 1 }, note('n')))).toEqual(['a', 'n', 'q', 'b', 'c', 'd']);
    expect(ids(insertStep(FLOW, { parent: 'q', way: 'no', index: 1 }, note('n')))).toEqual([
      'a',
      'q',
      'b',
      'c',
      'n',
      'd',
    ]);
  });

  it('goes with all that stands in its ways', () => {
    expect(ids(removeStep(FLOW, 'q'))).toEqual(['a', 'd']);
    expect(ids(removeStep(FLOW, 'c'))).toEqual(['a', 'q', 'b', 'd']);
  });

  it('is replaced where it stands', () => {
    const changed: Step = { id: 'c', kind: 'note', text: 'changed' };
    expect(allSteps(replaceStep(FLOW, changed))[3]).toEqual(changed);
  });

  it('moves through the ways of an If/Else on its way down, and ends at the end', () => {
    const places = [];
    let flow: Step[] | undefined = FLOW;
    while (flow) {
      places.push(gapOf(flow, 'a'));
      flow = moveStep(flow, 'a', 'down');
    }
    expect(places).toEqual([
      { parent: null, way: 'yes', index: 0 },
      { parent: 'q', way: 'yes', index: 0 },
      { parent: 'q', way: 'yes', index: 1 },
      { parent: 'q', way: 'no', index: 0 },
      { parent: 'q', way: 'no', index: 1 },
      { parent: null, way: 'yes', index: 1 },
      { parent: null, way: 'yes', index: 2 },
    ]);
  });

  it('is where it was after it moved down and up again, in any flow, and nothing is lost', () => {
    fc.assert(
      fc.property(flows, fc.nat(), (flow, nth) => {
        const all = ids(flow);
        const id = all[nth % all.length] ?? '';
        const down = moveStep(flow, id, 'down');
        if (!down) return;
        expect(ids(down).sort()).toEqual([...all].sort());
        expect(moveStep(down, id, 'up')).toEqual(flow);
      }),
    );
  });

  it('is copied below itself, an If/Else with fresh copies of what stands in its ways', () => {
    expect(ids(duplicateStep(FLOW, 'q', (id) => `${id}2`) ?? [])).toEqual([
      'a',
      'q',
      'b',
      'c',
      'q2',
      'b2',
      'c2',
      'd',
    ]);
  });
});
