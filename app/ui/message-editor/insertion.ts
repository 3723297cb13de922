import { useRef } from 'react';

type Insert = (text: string) => void;
export type FieldKind = 'html' | 'text';

/** Remembers which field had the cursor last, so that a button can put text there. */
export function useInsertion() {
  const last = useRef<{ kind: FieldKind; insert: Insert }>();
  return {
    /** The field that now has the cursor. */
    focused: (kind: FieldKind, insert: Insert) => {
      last.current = { kind, insert };
    },
    /** Puts a text, chosen by the kind of field, where the cursor was. */
    insert: (textFor: (kind: FieldKind) => string) => {
      if (last.current) last.current.insert(textFor(last.current.kind));
    },
  };
}

export type Insertion = ReturnType<typeof useInsertion>;

/** A way to put text at the cursor of a text field, given its id and its React state. */
export function insertAtCaret(id: string, onChange: (value: string) => void): Insert {
  return (text) => {
    const field = document.getElementById(id);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    const start = field.selectionStart ?? field.value.length;
    const end = field.selectionEnd ?? start;
    onChange(field.value.slice(0, start) + text + field.value.slice(end));
    field.focus();
    requestAnimationFrame(() => field.setSelectionRange(start + text.length, start + text.length));
  };
}
