import { BlockStack, Box, Button, InlineStack, Popover, TextField } from '@shopify/polaris';
import { LinkIcon } from '@shopify/polaris-icons';
import type { Editor } from '@tiptap/react';
import { type ComponentProps, type ReactNode, useState } from 'react';

/** A button that opens a few fields; Enter in one is the same as its main button, Escape closes. */
function FieldsPopover({
  label,
  icon,
  pressed,
  onOpen,
  onSave,
  saveLabel,
  extra,
  children,
}: {
  label: string;
  icon: ComponentProps<typeof Button>['icon'];
  pressed?: boolean;
  onOpen: () => void;
  /** Returns whether that was all. */
  onSave: () => boolean;
  saveLabel: string;
  extra?: (close: () => void) => ReactNode;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const save = () => {
    if (onSave()) close();
  };
  return (
    <Popover
      active={open}
      autofocusTarget="first-node"
      ariaHaspopup="dialog"
      onClose={close}
      activator={
        <Button
          size="slim"
          icon={icon}
          accessibilityLabel={label}
          pressed={pressed}
          onClick={() => {
            onOpen();
            setOpen(!open);
          }}
        />
      }
    >
      <Box padding="400" width="300px">
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            // To React the popover stands inside the message's own form, which is not to be sent.
            event.stopPropagation();
            save();
          }}
        >
          <BlockStack gap="300">
            {children}
            <InlineStack gap="200">
              <Button variant="primary" submit>
                {saveLabel}
              </Button>
              {extra?.(close)}
            </InlineStack>
          </BlockStack>
        </form>
      </Box>
    </Popover>
  );
}

/** Where the selected text, button or picture leads. */
export function LinkControl({ editor }: { editor: Editor }) {
  const [address, setAddress] = useState('');
  const holder = ['button', 'image'].find((name) => editor.isActive(name));
  const current = () => String(editor.getAttributes(holder ?? 'link').href ?? '');
  const lead = (href: string) => {
    const chain = editor.chain().focus();
    if (holder) chain.updateAttributes(holder, { href }).run();
    else if (!href) chain.extendMarkRange('link').unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive('link'))
      chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run();
    else chain.extendMarkRange('link').setLink({ href }).run();
  };
  return (
    <FieldsPopover
      label="Link"
      icon={LinkIcon}
      pressed={editor.isActive('link')}
      onOpen={() => setAddress(current() === '#' ? '' : current())}
      saveLabel="Set link"
      onSave={() => {
        lead(address.trim());
        return true;
      }}
      extra={(close) =>
        current() !== '' && (
          <Button
            onClick={() => {
              lead('');
              close();
            }}
          >
            Remove link
          </Button>
        )
      }
    >
      <TextField
        label={holder === 'button' ? 'Where the button leads' : 'Where the link leads'}
        value={address}
        onChange={setAddress}
        placeholder="https://"
        autoComplete="off"
      />
    </FieldsPopover>
  );
}
