import { Banner, BlockStack, ChoiceList, Modal, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { cleanPastedHtml, type Dropped, droppedInWords } from '~/tagging/pasted-html';

export interface Imported {
  html: string;
  dropped: Dropped[];
  asBlocks: boolean;
}

interface ImportDialogProps {
  open: boolean;
  /** Whether something is written already. */
  replaces: boolean;
  onClose: () => void;
  onImport: (imported: Imported) => void;
}

/** Takes a finished e-mail from another tool; says beforehand what of it is dropped. */
export function ImportDialog({ open, replaces, onClose, onImport }: ImportDialogProps) {
  const [pasted, setPasted] = useState('');
  const [as, setAs] = useState<'html' | 'blocks'>('html');
  const [tried, setTried] = useState(false);
  const { html, dropped } = cleanPastedHtml(pasted);
  const isEmpty = !pasted.trim();
  const close = () => {
    setTried(false);
    onClose();
  };
  return (
    <Modal
      open={open}
      onClose={close}
      title="Import HTML"
      primaryAction={{
        content: replaces ? 'Replace the e-mail' : 'Import',
        onAction: () => {
          setTried(true);
          if (isEmpty) return;
          onImport({ html, dropped, asBlocks: as === 'blocks' });
          setPasted('');
          setTried(false);
        },
      }}
      secondaryActions={[{ content: 'Cancel', onAction: close }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <TextField
            label="HTML of the e-mail"
            value={pasted}
            onChange={setPasted}
            multiline={8}
            maxHeight={280}
            autoComplete="off"
            monospaced
            error={tried && isEmpty ? 'Paste the HTML of an e-mail.' : undefined}
          />
          <ChoiceList
            title="Go on with it"
            choices={[
              {
                value: 'html',
                label: 'As HTML',
                helpText: 'The layout stays exactly as it is.',
              },
              {
                value: 'blocks',
                label: 'As blocks in the visual editor',
                helpText: 'Easy to change. Style sheets and some of the layout are dropped.',
              },
            ]}
            selected={[as]}
            onChange={([choice]) => setAs(choice === 'blocks' ? 'blocks' : 'html')}
          />
          <div role="status">
            {dropped.length > 0 && (
              <Banner tone="warning">
                <Text as="p">
                  {`Will be dropped, because mail programs do not run or show them: ${droppedInWords(dropped)}.`}
                </Text>
              </Banner>
            )}
          </div>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
