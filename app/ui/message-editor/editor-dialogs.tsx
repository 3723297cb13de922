import { Modal, Text } from '@shopify/polaris';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

/** Asked before HTML that the visual editor made is edited by hand. */
export function HandDialog({ open, onClose, onConfirm }: DialogProps) {
  return (
    <Modal
      open={open}
      onClose={onClose}
      title="Leave the visual editor?"
      primaryAction={{ content: 'Edit the HTML by hand', onAction: onConfirm }}
      secondaryActions={[{ content: 'Keep the visual editor', onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">
          The HTML stays as it is. Its blocks are forgotten: to come back to the visual editor, the HTML is
          turned into blocks anew, which may lose a part of its layout.
        </Text>
      </Modal.Section>
    </Modal>
  );
}

/** Asked before HTML that was written by hand is turned into blocks. */
export function BlocksDialog({ open, onClose, onConfirm }: DialogProps) {
  return (
    <Modal
      open={open}
      onClose={onClose}
      title="Turn this HTML into blocks?"
      primaryAction={{ content: 'Turn into blocks', onAction: onConfirm }}
      secondaryActions={[{ content: 'Keep the HTML', onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">
          Text, headings, lists, links and pictures are kept. Style sheets and layouts that blocks cannot hold
          are dropped, and you are told which.
        </Text>
      </Modal.Section>
    </Modal>
  );
}
