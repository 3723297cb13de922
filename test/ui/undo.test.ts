import { describe, expect, it } from 'vitest';
import { edited, redone, undone, unedited } from '~/ui/undo';

describe('edits', () => {
  it('are taken back one by one, and done again', () => {
    const edits = edited(edited(unedited('a'), 'b'), 'c');
    expect(undone(edits).present).toBe('b');
    expect(undone(undone(edits)).present).toBe('a');
    expect(redone(undone(edits)).present).toBe('c');
  });

  it('of the same thing in a row are taken back together', () => {
    const edits = ['h', 'ha', 'hat'].reduce((was, next) => edited(was, next, 'name'), unedited(''));
    expect(undone(edits).present).toBe('');
    const other = edited(edits, 'hat!', 'note');
    expect(undone(other).present).toBe('hat');
  });

  it('begin anew after one was taken back, even of the same thing', () => {
    const back = undone(edited(edited(unedited(''), 'h', 'name'), 'ha', 'note'));
    const edits = edited(back, 'hu', 'note');
    expect(redone(edits).present).toBe('hu');
    expect(undone(edits).present).toBe('h');
  });

  it('stay as they are at either end', () => {
    expect(undone(unedited('a')).present).toBe('a');
    expect(redone(unedited('a')).present).toBe('a');
  });
});
