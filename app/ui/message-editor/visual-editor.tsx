import { StarterKit } from '@react-email/editor/extensions';
import { EmailTheming } from '@react-email/editor/plugins';
import { Selection } from '@tiptap/pm/state';
import { type Editor, EditorContent, useEditor } from '@tiptap/react';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { composeDesign, designOf } from './compose-design';
import { insertBlock } from './insert-block';
import { chosenIn, type OpenPicture, PictureDialog } from './picture-dialog';
import { Picture, ProductBlock } from './visual-blocks';
import { VisualToolbar } from './visual-toolbar';

export interface VisualEditorProps {
  /** What to begin with: a design as it was stored, or HTML to be made one. */
  design: string;
  html: string;
  onChange: (made: { design: string; html: string }) => void;
  /** Called with what is under way from a change until its HTML is made. */
  onComposing: (work: Promise<void>) => void;
  /** Whether pictures may be put into the shop's files. */
  uploads: boolean;
  /** Called when the editor gets the focus, with a way to put text or HTML at its cursor. */
  onFocus: (insert: (html: string) => void) => void;
}

const extensions = [
  StarterKit.configure({
    Link: { openOnClick: false, autolink: true },
    // A button of the toolbar takes the focus, and needs to know what is selected.
    FocusScopes: { clearSelectionOnBlur: false },
  }),
  EmailTheming.configure({ theme: 'basic' }),
  Picture,
  ProductBlock,
];

/** The e-mail as blocks that look as they will arrive. Tab moves on to the next field, as everywhere on the page. */
export default function VisualEditor({
  design,
  html,
  onChange,
  onComposing,
  uploads,
  onFocus,
}: VisualEditorProps) {
  const [picture, setPicture] = useState<OpenPicture>();
  const compose = useComposer(onChange, onComposing);
  /** Opens the dialog with a picture that was pasted or dropped; returns whether there was one. */
  const offer = (from: DataTransfer | null) => {
    const file = [...(from?.files ?? [])].find(({ type }) => type.startsWith('image/'));
    if (file) setPicture({ file });
    return file !== undefined;
  };
  const editor = useEditor({
    extensions,
    content: design ? designOf(design) : html,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': 'E-mail',
        'aria-describedby': 'body-help',
        class: 'st-visual',
      },
      handlePaste: (_view, { clipboardData }) => {
        // Word and others put a picture of what is copied beside its text.
        if (clipboardData?.types.includes('text/html')) return false;
        return offer(clipboardData);
      },
      handleDrop: (view, { dataTransfer, clientX, clientY }) => {
        if (!offer(dataTransfer)) return false;
        const place = view.posAtCoords({ left: clientX, top: clientY });
        if (place)
          view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(place.pos))));
        return true;
      },
    },
    onCreate: ({ editor: created }) => {
      onFocus((inserted) => insertBlock(created, inserted));
      if (!design && html) compose(created);
    },
    onFocus: ({ editor: focused }) => onFocus((inserted) => insertBlock(focused, inserted)),
    onUpdate: ({ editor: updated }) => compose(updated),
  });
  return (
    <>
      <VisualToolbar editor={editor} onPicture={() => editor && setPicture(chosenIn(editor))} />
      {editor && picture && (
        <PictureDialog
          editor={editor}
          opened={picture}
          uploads={uploads}
          onClose={() => setPicture(undefined)}
        />
      )}
      <div className="st-visual-room">
        <EditorContent editor={editor} />
      </div>
    </>
  );
}

/** Makes the HTML of each change, one at a time; of changes meanwhile, the last. */
function useComposer(
  onChange: VisualEditorProps['onChange'],
  onComposing: VisualEditorProps['onComposing'],
): (editor: Editor) => void {
  const working = useRef(false);
  const again = useRef(false);
  const change = useRef(onChange);
  change.current = onChange;
  const work = async (editor: Editor) => {
    working.current = true;
    do {
      again.current = false;
      const design = JSON.stringify(editor.getJSON());
      const html = await composeDesign(editor);
      // Shown before this work counts as done: a form that waits for it sends what is shown.
      // Nothing is no design, and nothing is told once something else is written in its place.
      if (html) flushSync(() => change.current({ design, html }));
      else if (!editor.isDestroyed) flushSync(() => change.current({ design: '', html }));
    } while (again.current);
    working.current = false;
  };
  return (editor) => {
    if (working.current) again.current = true;
    else onComposing(work(editor));
  };
}
