import { z } from 'zod';
import { flowSchema } from '~/automations/definition';
import type { FlowProblem } from '~/automations/check-definition';
import type { TrialLine } from '~/automations/trial-words';
import { jsonField } from '~/ui/json-field';

/** What the builder sends: the whole draft, and what to do once it is saved. */
export const builderFields = z.object({
  /** write: goes on to the message of a step. compare: tells what publishing would change. try: a dry run. */
  intent: z.enum(['autosave', 'write', 'compare', 'publish', 'try']),
  name: z.string().trim().max(120),
  flow: jsonField(flowSchema),
  stepId: z.string().max(40).default(''),
  /** Whom a dry run is for, by Shopify's global id. */
  customer: z.string().max(100).default(''),
  /** Of each step that is a copy, what it was made from. */
  copies: jsonField(z.record(z.string().max(40), z.string().max(40))),
});

/** What a dry run came to; where there is none, why. */
export type TrialAnswer = { customer: string } & ({ now: Date; lines: TrialLine[] } | { trouble: string });

export interface BuilderAnswer {
  saved: boolean;
  /** What publishing would change, a sentence each; null: nothing is published yet. */
  changes?: string[] | null;
  /** What stands in the way of publishing. */
  problems?: FlowProblem[];
  /** The version that was published. */
  published?: number;
  trial?: TrialAnswer;
}

/** What is open beside the flow. */
export type Selected = { panel: 'step'; id: string } | { panel: 'triggers' | 'goals' | 'settings' | 'trial' };
