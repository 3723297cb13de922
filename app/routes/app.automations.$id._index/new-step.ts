import { type Flow, sendSteps, type Step } from '~/automations/definition';
import { type Channel, channelLabel } from '~/channels/channel';

/** What can be added, as the menu names it. */
export type StepChoice = Channel | Exclude<Step['kind'], 'send'>;

export const choiceLabel: Record<StepChoice, string> = {
  email: 'Send e-mail',
  sms: 'Send SMS',
  whatsapp: 'Send WhatsApp',
  voice: 'Send voice call',
  delay: 'Delay',
  if_else: 'If/Else',
  tag: 'Change a contact’s tag',
  start: 'Start another automation',
  note: 'Note',
};

/** An id that no other part of the flow has. */
export const freshId = (): string => crypto.randomUUID().slice(0, 8);

/** A step as it starts out. */
export function newStep(choice: StepChoice, flow: Flow): Step {
  const id = freshId();
  switch (choice) {
    case 'delay':
      return { id, kind: 'delay', wait: { kind: 'for', duration: { amount: 1, unit: 'days' } } };
    case 'if_else':
      return {
        id,
        kind: 'if_else',
        match: 'all',
        conditions: [{ fact: 'ordered_since_entry', is: true }],
        yes: [],
        no: [],
      };
    case 'tag':
      return { id, kind: 'tag', action: 'add', tag: '' };
    case 'start':
      return { id, kind: 'start', automationId: null };
    case 'note':
      return { id, kind: 'note', text: '' };
    default: {
      const number = sendSteps(flow).filter(({ channel }) => channel === choice).length + 1;
      const tracking = { on: false, source: '', medium: '', campaign: '' };
      return { id, kind: 'send', channel: choice, name: `${channelLabel[choice]} ${number}`, tracking };
    }
  }
}
