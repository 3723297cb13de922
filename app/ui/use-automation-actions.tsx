import { useFetcher } from '@remix-run/react';
import { Modal, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { AutomationStatus } from '~/automations/automation';

export const AUTOMATION_INTENTS = ['on', 'off', 'rename', 'clone', 'delete'] as const;
type Intent = (typeof AUTOMATION_INTENTS)[number];

interface Actions {
  id: string;
  name: string;
  status: AutomationStatus;
}

/** The path whose action does these. */
export const AUTOMATIONS_PATH = '/app/automations?index';

/** What can be done with an automation as a whole; what cannot be undone is asked about first. */
export function useAutomationActions({ id, status }: Actions) {
  const { submit, state } = useFetcher({ key: `automation ${id}` });
  const [deleting, setDeleting] = useState(false);
  const act = (intent: Intent) => submit({ intent, ids: id }, { method: 'post', action: AUTOMATIONS_PATH });
  const button = (content: string, onAction: () => void) => ({
    content,
    onAction,
    disabled: state !== 'idle',
  });
  const turn =
    status === 'draft'
      ? []
      : [status === 'active' ? button('Turn off', () => act('off')) : button('Turn on', () => act('on'))];
  return {
    secondaryActions: [
      ...turn,
      button('Clone', () => act('clone')),
      { ...button('Delete', () => setDeleting(true)), destructive: true },
    ],
    dialogs: (
      <DeleteAutomations
        open={deleting}
        count={1}
        onClose={() => setDeleting(false)}
        onDelete={() => act('delete')}
      />
    ),
  };
}

interface DeleteAutomationsProps {
  open: boolean;
  count: number;
  onClose: () => void;
  onDelete: () => void;
}

export function DeleteAutomations({ open, count, onClose, onDelete }: DeleteAutomationsProps) {
  const [title, yes] =
    count === 1
      ? ['Delete this automation?', 'Delete automation']
      : [`Delete ${count} automations?`, `Delete ${count} automations`];
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={title}
      primaryAction={{
        content: yes,
        destructive: true,
        onAction: () => {
          onClose();
          onDelete();
        },
      }}
      secondaryActions={[{ content: 'Keep it', onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">
          Contacts who are inside leave at once and get no further message. What its messages earned stays in
          your reports.
        </Text>
      </Modal.Section>
    </Modal>
  );
}

interface RenameAutomationProps {
  /** Undefined: the dialog is closed. */
  name: string | undefined;
  onClose: () => void;
  onRename: (name: string) => void;
}

export function RenameAutomation({ name, onClose, onRename }: RenameAutomationProps) {
  const [typed, setTyped] = useState<string>();
  const value = typed ?? name ?? '';
  const close = () => {
    setTyped(undefined);
    onClose();
  };
  const save = () => {
    if (!value.trim()) return;
    onRename(value);
    close();
  };
  return (
    <Modal
      open={name !== undefined}
      onClose={close}
      title="Rename automation"
      primaryAction={{ content: 'Rename', onAction: save, disabled: !value.trim() }}
      secondaryActions={[{ content: 'Cancel', onAction: close }]}
    >
      <Modal.Section>
        <TextField
          label="Automation name"
          value={value}
          maxLength={120}
          onChange={setTyped}
          autoComplete="off"
          error={value.trim() ? undefined : 'Give the automation a name.'}
        />
      </Modal.Section>
    </Modal>
  );
}
