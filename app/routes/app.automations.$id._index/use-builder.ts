import { useEffect, useState } from 'react';
import type { Flow, Step } from '~/automations/definition';
import {
  duplicateStep,
  type Gap,
  insertStep,
  moveStep,
  removeStep,
  replaceStep,
} from '~/automations/edit-flow';
import { edited, redone, undone, unedited } from '~/ui/undo';
import type { Selected } from './builder-fields';
import { freshId, newStep, type StepChoice } from './new-step';

/** The flow as it is edited, what is open beside it, and where the focus belongs after a change. */
export function useBuilder(loaded: Flow, opened: Selected | undefined) {
  const [edits, setEdits] = useState(() => unedited(loaded));
  const [selected, setSelected] = useState(opened);
  /** The id of what the focus goes to once it is there. */
  const [focus, setFocus] = useState<string>();
  /** Of each step that is a copy, what it was made from. */
  const [copies, setCopies] = useState<Record<string, string>>({});
  const flow = edits.present;

  useEffect(() => {
    if (!focus) return;
    document.getElementById(focus)?.focus();
    setFocus(undefined);
  }, [focus]);

  const change = (next: Flow, at?: string) => setEdits((was) => edited(was, next, at));
  const changeSteps = (steps: Step[] | undefined, focused?: string) => {
    if (!steps) return;
    change({ ...flow, steps });
    if (focused) setFocus(focused);
  };
  const open = (next: Selected) => {
    setSelected(next);
    setFocus('panel');
  };

  return {
    flow,
    selected,
    copies,
    canUndo: edits.past.length > 0,
    canRedo: edits.future.length > 0,
    undo: () => setEdits(undone),
    redo: () => setEdits(redone),
    open,
    /** Closes what is open; the focus goes back to where it was opened. */
    close: () => {
      if (selected) setFocus(cardId(selected));
      setSelected(undefined);
    },
    change,
    changeStep: (step: Step, at: string) =>
      change({ ...flow, steps: replaceStep(flow.steps, step) }, `${step.id} ${at}`),
    add: (choice: StepChoice, gap: Gap) => {
      const step = newStep(choice, flow);
      changeSteps(insertStep(flow.steps, gap, step));
      open({ panel: 'step', id: step.id });
    },
    move: (id: string, by: 'up' | 'down', focused?: string) =>
      changeSteps(moveStep(flow.steps, id, by), focused),
    duplicate: (id: string) => {
      const made: Record<string, string> = {};
      const steps = duplicateStep(flow.steps, id, (from) => {
        const copy = freshId();
        made[copy] = copies[from] ?? from;
        return copy;
      });
      setCopies((was) => ({ ...was, ...made }));
      changeSteps(steps, stepCardId(id));
    },
    remove: (id: string) => {
      changeSteps(removeStep(flow.steps, id), TRIGGERS_CARD);
      setSelected(undefined);
    },
  };
}

export type Builder = ReturnType<typeof useBuilder>;

export const TRIGGERS_CARD = 'card-triggers';
export const stepCardId = (id: string): string => `card-${id}`;

/** The id of what opens a panel. */
const cardId = (selected: Selected) =>
  selected.panel === 'step' ? stepCardId(selected.id) : `card-${selected.panel}`;
