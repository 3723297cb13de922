import { useFetcher } from '@remix-run/react';
import { useState } from 'react';
import type { PreviewContact } from '~/ui/contact-picker';
import type { BuilderAnswer, TrialAnswer } from './builder-fields';

export interface DryRun {
  contact: PreviewContact | undefined;
  /** Starts it for a contact. */
  choose: (contact: PreviewContact) => void;
  /** Once more for the same contact, with what the flow is now. */
  again: () => void;
  busy: boolean;
  /** Undefined until there is one for the contact. */
  answer: TrialAnswer | undefined;
}

/**
 * What the flow would do with a contact.
 * @param values the draft, which is saved with it
 */
export function useDryRun(values: { name: string; flow: string; copies: string }): DryRun {
  const { submit, data, state } = useFetcher<BuilderAnswer>({ key: 'dry-run' });
  const [contact, setContact] = useState<PreviewContact>();
  const ask = (customer: string) => submit({ ...values, intent: 'try', customer }, { method: 'post' });
  const answer = data?.trial;
  return {
    contact,
    choose: (chosen) => {
      setContact(chosen);
      ask(chosen.id);
    },
    again: () => contact && ask(contact.id),
    busy: state !== 'idle',
    answer: answer?.customer === contact?.id ? answer : undefined,
  };
}
