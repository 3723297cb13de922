import { List, Modal, SkeletonBodyText, Text } from '@shopify/polaris';
import { useSingleClicks } from '~/ui/use-single-clicks';

interface PublishDialogProps {
  open: boolean;
  onClose: () => void;
  /** A sentence each; null: nothing is published yet. Undefined while it is asked for. */
  changes: string[] | null | undefined;
  /** Who enters, in words. */
  triggers: string;
  busy: boolean;
  onPublish: () => void;
}

/** What publishing changes, and for whom, before it is done. */
export function PublishDialog({ open, onClose, changes, triggers, busy, onPublish }: PublishDialogProps) {
  useSingleClicks(open);
  const nothing = changes?.length === 0;
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={changes === null ? 'Publish this automation?' : 'Publish these changes?'}
      primaryAction={{
        content: 'Publish now',
        onAction: onPublish,
        loading: busy,
        disabled: changes === undefined || nothing,
      }}
      secondaryActions={[{ content: 'Keep editing', onAction: onClose }]}
    >
      <Modal.Section>
        {changes === undefined ? (
          <SkeletonBodyText lines={3} />
        ) : changes === null ? (
          <Text as="p">{`It is turned on, and contacts enter from now on: ${triggers}.`}</Text>
        ) : nothing ? (
          <Text as="p">Nothing differs from what is published.</Text>
        ) : (
          <List>
            {changes.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        )}
      </Modal.Section>
      {changes && !nothing && (
        <Modal.Section>
          <Text as="p">
            It holds for contacts who enter from now on. Whoever is inside finishes the version they entered.
          </Text>
        </Modal.Section>
      )}
    </Modal>
  );
}
