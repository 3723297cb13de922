import { useNavigation, useSubmit } from '@remix-run/react';
import { Banner, Modal, Text } from '@shopify/polaris';
import { useState } from 'react';

/** Says that tracking was turned on after it was sent, and takes that back where the merchant wants it. */
export function AdoptedBanner({ sentElsewhere }: { sentElsewhere: boolean }) {
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const [asking, setAsking] = useState(false);
  const undo = () => {
    setAsking(false);
    submit({ intent: 'undo_adoption' }, { method: 'post' });
  };
  const how = sentElsewhere ? 'Another tool sent this campaign' : 'This campaign was sent without tracking';
  return (
    <>
      <Banner
        tone="info"
        action={{ content: 'Undo adoption', onAction: () => setAsking(true), disabled: busy }}
      >
        <Text as="p">
          {`Adopted: ${how}, so its visits are recognised by its tags alone, and clicks that did not lead to an order are not known. Orders from before the adoption are looked at again, which may take a moment.`}
        </Text>
      </Banner>
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title="Undo the adoption?"
        primaryAction={{ content: 'Undo adoption', destructive: true, onAction: undo }}
        secondaryActions={[{ content: 'Keep it', onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <Text as="p">
            Its tags belong to no message then, and the orders that it is credited with are decided without
            it. You can adopt it again.
          </Text>
        </Modal.Section>
      </Modal>
    </>
  );
}
