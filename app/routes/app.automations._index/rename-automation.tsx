import { Modal, TextField } from '@shopify/polaris';
import { useState } from 'react';

interface RenameAutomationProps {
  name: string;
  onClose: () => void;
  onRename: (name: string) => void;
}

export function RenameAutomation({ name, onClose, onRename }: RenameAutomationProps) {
  const [typed, setTyped] = useState(name);
  const isEmpty = !typed.trim();
  const save = () => {
    onRename(typed);
    onClose();
  };
  return (
    <Modal
      open
      onClose={onClose}
      title="Rename automation"
      primaryAction={{ content: 'Rename', onAction: save, disabled: isEmpty }}
      secondaryActions={[{ content: 'Cancel', onAction: onClose }]}
    >
      <Modal.Section>
        <TextField
          label="Automation name"
          value={typed}
          maxLength={120}
          onChange={setTyped}
          autoComplete="off"
          error={isEmpty ? 'Give the automation a name.' : undefined}
        />
      </Modal.Section>
    </Modal>
  );
}
