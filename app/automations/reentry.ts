import type { Reentry } from '~/automations/definition';

/** What a contact's ways through an automation so far say about another one; undefined where there was none. */
export interface PastEntries {
  /** When the contact last entered. */
  lastAt: Date;
  inside: boolean;
}

/** Whether a contact may enter, and why. */
export type Admission =
  | { letIn: true; because: 'never_entered' | 'finished' | 'long_ago' }
  | { letIn: false; because: 'inside' | 'entered_once' }
  | { letIn: false; because: 'too_soon'; until: Date };

const DAY_MS = 86_400_000;

/** By the rule of re-entry; nobody is inside an automation twice at a time. Days are of 24 hours, from the last entry. */
export function mayEnter(rule: Reentry, past: PastEntries | undefined, now: Date): Admission {
  if (!past) return { letIn: true, because: 'never_entered' };
  if (past.inside) return { letIn: false, because: 'inside' };
  switch (rule.kind) {
    case 'never':
      return { letIn: false, because: 'entered_once' };
    case 'after_finishing':
      return { letIn: true, because: 'finished' };
    case 'after_days': {
      const until = new Date(past.lastAt.getTime() + rule.days * DAY_MS);
      return until > now
        ? { letIn: false, because: 'too_soon', until }
        : { letIn: true, because: 'long_ago' };
    }
  }
}
