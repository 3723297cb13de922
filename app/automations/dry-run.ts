import type { Flow } from '~/automations/definition';
import type { Facts } from '~/automations/facts';
import { type Decision, nextStep, readyFlow } from '~/automations/next-step';
import { withTag } from '~/contacts/tags';

/** One decision of a dry run, and when it would be taken. */
export interface DryStep {
  at: Date;
  decision: Decision;
}

/**
 * What would happen to a contact who entered a flow now and of whom nothing more became known: each decision with its
 * moment. Nothing is sent, changed or kept.
 * @param consented the channels that the contact has agreed to
 * @param zone of the shop
 */
export function dryRun(
  flow: Flow,
  known: Facts,
  consented: readonly string[],
  now: Date,
  zone: string,
): DryStep[] {
  const ready = readyFlow(flow, zone);
  const steps: DryStep[] = [];
  let [at, facts] = [now, known];
  let stepId = ready.wiring.first;
  let waitUntil: Date | null = null;
  for (;;) {
    const decision = nextStep(ready, { stepId, waitUntil, enteredAt: now, consented }, facts, at);
    steps.push({ at, decision });
    if (decision.kind === 'exit' || decision.kind === 'complete') return steps;
    if (decision.kind === 'wait') {
      at = decision.until;
      waitUntil = decision.because === 'delay' ? decision.until : null;
      continue;
    }
    if (decision.kind === 'tag') facts = { ...facts, tags: withTag(facts.tags, decision.step) };
    stepId = decision.next;
    waitUntil = null;
  }
}
