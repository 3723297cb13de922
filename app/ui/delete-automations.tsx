import { Modal, Text } from '@shopify/polaris';

interface DeleteAutomationsProps {
  open: boolean;
  count: number;
  onClose: () => void;
  onDelete: () => void;
}

/** Asks before automations are taken away. */
export function DeleteAutomations({ open, count, onClose, onDelete }: DeleteAutomationsProps) {
  const [title, yes] =
    count > 1
      ? [`Delete ${count} automations?`, `Delete ${count} automations`]
      : ['Delete this automation?', 'Delete automation'];
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
