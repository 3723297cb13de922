import type { Content } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';
import type { Editor } from '@tiptap/react';

/**
 * Puts content where the cursor is: in place of a text that is selected, and behind a picture or product, which stays.
 * Typing goes on behind it.
 */
export function insertBlock(editor: Editor, content: Content): void {
  const { selection } = editor.state;
  const place =
    selection instanceof NodeSelection ? selection.to : { from: selection.from, to: selection.to };
  editor.chain().focus().insertContentAt(place, content).run();
  const inserted = editor.state.selection;
  if (inserted instanceof NodeSelection) editor.commands.setTextSelection(inserted.to + 1);
}
