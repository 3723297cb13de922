import { composeReactEmail, isDocumentVisuallyEmpty } from '@react-email/editor/core';
import type { Editor, JSONContent } from '@tiptap/core';

/**
 * The HTML of a design, as it is sent; empty where nothing is in it. Quotes inside merge tags come out as entities, which
 * no merge tag may hold: they become the plain ones that stand in text and in attributes alike.
 */
export async function composeDesign(editor: Editor): Promise<string> {
  if (isDocumentVisuallyEmpty(editor.state.doc)) return '';
  const { unformattedHtml } = await composeReactEmail({ editor });
  return unformattedHtml.replaceAll(/\{\{[^{}]*\}\}/g, (tag) =>
    tag.replaceAll('&quot;', "'").replaceAll('&#x27;', "'"),
  );
}

/** A stored design, for the editor; empty where it cannot be read. */
export function designOf(stored: string): JSONContent {
  try {
    return JSON.parse(stored) as JSONContent;
  } catch {
    return { type: 'doc', content: [] };
  }
}
