/** Replaces `text[start, end)` by `text`; an insertion where both are equal. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The text with its edits, which are in order and do not overlap; every other character stays. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const edit of edits) {
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}

/** An escape sequence of a written text, and what it stands for. */
export interface Escape {
  start: number;
  end: number;
  means: string;
}

/** A text as it is meant, which knows where each of its characters is written. */
export interface Reading {
  text: string;
  /** The written offset of character `index`; of the end for `text.length`. */
  writtenAt(index: number): number;
}

/** Reads a written text through its escapes, given in order. */
export function readThrough(written: string, escapes: readonly Escape[]): Reading {
  if (escapes.length === 0) return { text: written, writtenAt: (index) => index };
  let text = '';
  let from = 0;
  const meantStarts = [0];
  const writtenStarts = [0];
  for (const escape of escapes) {
    text += written.slice(from, escape.start);
    meantStarts.push(text.length);
    writtenStarts.push(escape.start);
    text += escape.means;
    meantStarts.push(text.length);
    writtenStarts.push(escape.end);
    from = escape.end;
  }
  text += written.slice(from);
  return {
    text,
    writtenAt(index) {
      let low = 0;
      let high = meantStarts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((meantStarts[middle] ?? 0) <= index) low = middle;
        else high = middle - 1;
      }
      return (writtenStarts[low] ?? 0) + index - (meantStarts[low] ?? 0);
    },
  };
}

/** Edits of what a text means, as edits of how it is written. */
export function editsAsWritten(
  edits: readonly Edit[],
  reading: Reading,
  escape: (text: string) => string,
): Edit[] {
  return edits.map((edit) => ({
    start: reading.writtenAt(edit.start),
    end: reading.writtenAt(edit.end),
    text: escape(edit.text),
  }));
}
