import { expect, it } from 'vitest';
import { tagsInLinks } from '~/tagging/tags-in-links';

it('the tags of a message are those of its first link that has all three', () => {
  const html =
    '<a href="https://shop.test/?utm_source=half">A</a>' +
    '<a href="https://shop.test/?utm_source=mail&amp;utm_medium=email&amp;utm_campaign=spring%20sale">B</a>';
  expect(tagsInLinks({ html, text: '' })).toEqual({
    source: 'mail',
    medium: 'email',
    campaign: 'spring sale',
  });
  expect(tagsInLinks({ html: '', text: 'https://shop.test/?utm_source=a' })).toBeUndefined();
});
