import { useFetcher } from '@remix-run/react';
import { Banner, BlockStack, Button, Form, InlineStack, Modal, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { SavedViewRow, ViewsAnswer } from '~/ui/saved-view';
import { showToast } from '~/ui/toast';

interface ManageViewsProps {
  views: readonly SavedViewRow[];
  /** The path of the page that they are of. */
  page: string;
  /** What its address asks for now. */
  asked: string;
  onChanged: () => void;
  onClose: () => void;
}

type Send = (form: Record<string, string>) => void;

/** Saves what the page shows now, and renames, deletes or chooses what was saved before. */
export function ManageViews({ views, page, asked, onChanged, onClose }: ManageViewsProps) {
  const { submit, data, state } = useFetcher<ViewsAnswer>();
  const [name, setName] = useState('');
  const send: Send = (form) => submit({ page, ...form }, { method: 'post', action: '/app/saved-views' });
  useEffect(() => {
    if (!data?.said) return;
    showToast(data.said);
    setName('');
    onChanged();
  }, [data, onChanged]);
  return (
    <Modal open onClose={onClose} title="Views of this page">
      <Modal.Section>
        <BlockStack gap="400">
          {state === 'idle' && data?.error && (
            <Banner tone="critical">
              <Text as="p">{data.error}</Text>
            </Banner>
          )}
          <Form onSubmit={() => send({ intent: 'save', name, query: asked })}>
            <TextField
              label="Save what the page shows now as"
              autoComplete="off"
              maxLength={60}
              value={name}
              onChange={setName}
              connectedRight={
                <Button submit loading={state !== 'idle'}>
                  Save view
                </Button>
              }
            />
          </Form>
          {views.map((view) => (
            <ViewRow key={`${view.id} ${view.name}`} view={view} send={send} />
          ))}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

/** Whether the page opens with it. */
const MAKE_DEFAULT = 'Make default';
const NO_DEFAULT = 'Not the default any more';

function ViewRow({ view, send }: { view: SavedViewRow; send: Send }) {
  const { id, name, isDefault } = view;
  const [typed, setTyped] = useState(name);
  return (
    <BlockStack gap="200">
      <Form onSubmit={() => send({ intent: 'rename', id, name: typed })}>
        <TextField
          label={`Name of the view “${name}”`}
          labelHidden
          autoComplete="off"
          maxLength={60}
          value={typed}
          onChange={setTyped}
          connectedRight={
            <Button submit disabled={typed.trim() === name || typed.trim() === ''}>
              Rename
            </Button>
          }
        />
      </Form>
      <InlineStack gap="400">
        <Button
          variant="plain"
          accessibilityLabel={`${isDefault ? NO_DEFAULT : MAKE_DEFAULT}: ${name}`}
          onClick={() => send({ intent: 'default', id: isDefault ? '' : id })}
        >
          {isDefault ? NO_DEFAULT : MAKE_DEFAULT}
        </Button>
        <Button
          variant="plain"
          tone="critical"
          accessibilityLabel={`Delete ${name}`}
          onClick={() => send({ intent: 'delete', id })}
        >
          Delete
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
