import { setTextAlignment } from '@react-email/editor/utils';
import { Button, ButtonGroup, InlineStack, Select } from '@shopify/polaris';
import {
  ButtonIcon,
  ImageIcon,
  LayoutColumns2Icon,
  ListBulletedIcon,
  ListNumberedIcon,
  MinusIcon,
  RedoIcon,
  TextAlignCenterIcon,
  TextAlignLeftIcon,
  TextBoldIcon,
  TextItalicIcon,
  UndoIcon,
} from '@shopify/polaris-icons';
import { type Editor, useEditorState } from '@tiptap/react';
import type { ComponentProps } from 'react';
import { insertBlock } from './insert-block';
import { LinkControl } from './link-control';

const styles = [
  { value: '0', label: 'Paragraph' },
  { value: '1', label: 'Title' },
  { value: '2', label: 'Heading' },
  { value: '3', label: 'Small heading' },
];

interface Tool {
  label: string;
  icon: ComponentProps<typeof Button>['icon'];
  press: (editor: Editor) => void;
  isOn?: (editor: Editor) => boolean;
}

const marks: Tool[] = [
  {
    label: 'Bold',
    icon: TextBoldIcon,
    press: (editor) => editor.chain().focus().toggleBold().run(),
    isOn: (editor) => editor.isActive('bold'),
  },
  {
    label: 'Italic',
    icon: TextItalicIcon,
    press: (editor) => editor.chain().focus().toggleItalic().run(),
    isOn: (editor) => editor.isActive('italic'),
  },
];

const paragraphs: Tool[] = [
  {
    label: 'Bulleted list',
    icon: ListBulletedIcon,
    press: (editor) => editor.chain().focus().toggleBulletList().run(),
    isOn: (editor) => editor.isActive('bulletList'),
  },
  {
    label: 'Numbered list',
    icon: ListNumberedIcon,
    press: (editor) => editor.chain().focus().toggleOrderedList().run(),
    isOn: (editor) => editor.isActive('orderedList'),
  },
  {
    label: 'Align left',
    icon: TextAlignLeftIcon,
    press: (editor) => setTextAlignment(editor, 'left'),
  },
  {
    label: 'Centre',
    icon: TextAlignCenterIcon,
    press: (editor) => setTextAlignment(editor, 'center'),
  },
];

const blocks: Tool[] = [
  {
    label: 'Add a button',
    icon: ButtonIcon,
    press: (editor) => insertBlock(editor, { type: 'button', content: [{ type: 'text', text: 'Shop now' }] }),
  },
  {
    label: 'Add two columns',
    icon: LayoutColumns2Icon,
    press: (editor) => editor.chain().focus().insertColumns(2).run(),
  },
  {
    label: 'Add a line',
    icon: MinusIcon,
    press: (editor) => editor.chain().focus().setHorizontalRule().run(),
  },
];

const history: Tool[] = [
  { label: 'Undo', icon: UndoIcon, press: (editor) => editor.chain().focus().undo().run() },
  { label: 'Redo', icon: RedoIcon, press: (editor) => editor.chain().focus().redo().run() },
];

const groups = [
  { tools: marks, withAddresses: true },
  { tools: paragraphs },
  { tools: blocks },
  { tools: history },
];

/** What the visual editor can do, each within reach of Tab. */
export function VisualToolbar({ editor, onPicture }: { editor: Editor | null; onPicture: () => void }) {
  useEditorState({ editor, selector: (snapshot) => snapshot.transactionNumber });
  if (!editor) return null;
  const level = Number(editor.getAttributes('heading').level ?? 0);
  const style = (value: string) => {
    const chain = editor.chain().focus();
    const chosen = Number(value) as 0 | 1 | 2 | 3;
    if (chosen === 0) chain.setParagraph().run();
    else chain.setHeading({ level: chosen }).run();
  };
  return (
    <div className="st-toolbar" role="group" aria-label="Format the e-mail">
      <InlineStack gap="200" blockAlign="center">
        <Select
          label="Style of the paragraph"
          labelHidden
          options={styles}
          value={String(Math.min(level, 3))}
          onChange={style}
        />
        {groups.map(({ tools, withAddresses }) => (
          <ButtonGroup key={tools[0]?.label} variant="segmented">
            {tools.map(({ label, icon, press, isOn }) => (
              <Button
                key={label}
                size="slim"
                icon={icon}
                accessibilityLabel={label}
                pressed={isOn?.(editor)}
                onClick={() => press(editor)}
              />
            ))}
            {withAddresses && <LinkControl editor={editor} />}
            {withAddresses && (
              <Button size="slim" icon={ImageIcon} accessibilityLabel="Picture" onClick={onPicture} />
            )}
          </ButtonGroup>
        ))}
      </InlineStack>
    </div>
  );
}
