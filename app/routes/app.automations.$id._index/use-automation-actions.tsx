import { useFetcher } from '@remix-run/react';
import { useState } from 'react';
import type { AutomationStatus } from '~/automations/automation';
import { DeleteAutomations } from '~/ui/delete-automations';

/** What can be done with an automation as a whole; what cannot be undone is asked about first. */
export function useAutomationActions({ id, status }: { id: string; status: AutomationStatus }) {
  const { submit, state } = useFetcher({ key: 'automations' });
  const [deleting, setDeleting] = useState(false);
  const act = (intent: 'on' | 'off' | 'clone' | 'delete') =>
    submit({ intent, ids: id }, { method: 'post', action: '/app/automations?index' });
  const button = (content: string, onAction: () => void) => ({
    content,
    onAction,
    disabled: state !== 'idle',
  });
  const turn = {
    draft: [],
    active: [button('Turn off', () => act('off'))],
    paused: [button('Turn on', () => act('on'))],
  };
  return {
    secondaryActions: [
      ...turn[status],
      button('Clone', () => act('clone')),
      { ...button('Delete', () => setDeleting(true)), destructive: true },
    ],
    confirmation: (
      <DeleteAutomations
        open={deleting}
        count={1}
        onClose={() => setDeleting(false)}
        onDelete={() => act('delete')}
      />
    ),
  };
}
