import { describe, expect, it } from 'vitest';
import { checkDefinition, stepTokens } from '~/automations/check-definition';
import { flowSchema, sendSteps } from '~/automations/definition';
import { READY_MADE_IDS, readyMadeFlows } from '~/automations/ready-made';
import { lintTags } from '~/tagging/linter';

const flows = readyMadeFlows('https://shop.test');

describe('the ready-made flows', () => {
  it('are one of each kind', () => {
    expect(flows.map(({ id }) => id)).toEqual(READY_MADE_IDS);
  });

  it.each(flows.map((one) => [one.name, one] as const))('%s could be published as it is', (_, one) => {
    expect(flowSchema.parse(one.flow)).toEqual(one.flow);
    const problems = checkDefinition(one.flow, {
      id: '1',
      name: one.name,
      messages: one.contents,
      connected: ['email'],
      others: new Map(),
      now: new Date('2026-11-24T09:00:00Z'),
      zone: 'Europe/Berlin',
    });
    expect(problems).toEqual([]);
  });

  it.each(flows.map((one) => [one.name, one] as const))(
    '%s tracks every message, with tags about which there is nothing to say',
    (_, { name, flow }) => {
      for (const step of sendSteps(flow)) {
        const { on, ...tags } = step.tracking;
        expect(on).toBe(true);
        const known = { source: [], medium: [], campaign: [] };
        const tokens = stepTokens(name, step);
        expect(lintTags(tags, { channel: step.channel, known, initiative: name, tokens })).toEqual([]);
      }
    },
  );
});
