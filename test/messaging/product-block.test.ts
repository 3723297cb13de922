import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { productHtml, productOf, productText } from '~/messaging/product-block';
import { tagContent } from '~/tagging/tag-content';
import { productsOf } from '~/ui/pick-products';

const mug = {
  title: 'Mug "blue" & <white>',
  price: '€16.50',
  url: 'https://shop.test/products/mug?a=1&b=2',
  image: 'https://cdn.test/mug.png',
};

describe('a product in a message', () => {
  it('is shown with picture, title, price and a link that can be tracked', () => {
    const html = productHtml(mug);
    const $ = load(html);
    expect($('strong').text()).toBe(mug.title);
    expect($('img').attr()).toMatchObject({ src: mug.image, alt: mug.title });
    expect($.text()).toContain('€16.50');
    const { report, links } = tagContent(html, 'html', { source: 'a', medium: 'b', campaign: 'c' });
    expect(report).toEqual({ links: 2, tagged: 2, skipped: {} });
    expect(links.map(({ url }) => url)).toEqual([mug.url, mug.url]);
  });

  it('is known again by what it was made from', () => {
    const data = load(productHtml(mug))('table').attr('data-product') ?? null;
    expect(productOf(data)).toEqual(mug);
    for (const other of [null, '', '{', '{"title":1}', 'null']) expect(productOf(other)).toBeUndefined();
  });

  it('does without a picture, and is a line in a text', () => {
    expect(productHtml({ ...mug, image: '' })).not.toContain('<img');
    expect(productText(mug)).toBe('Mug "blue" & <white>, €16.50: https://shop.test/products/mug?a=1&b=2');
  });
});

describe('products that were picked', () => {
  const shop = { storefrontUrl: 'https://shop.test', currency: 'EUR' };
  const picked = (prices: (string | undefined)[], images: object[] = []) => [
    {
      id: 'gid://shopify/Product/1',
      title: 'Mug',
      handle: 'mug',
      images,
      variants: prices.map((price) => ({ price })),
    },
  ];

  it('have their address in the shop and a price in its currency', () => {
    expect(productsOf(picked(['16.5'], [{ id: 'x', originalSrc: 'https://cdn.test/m.png' }]), shop)).toEqual([
      {
        title: 'Mug',
        price: '€16.50',
        url: 'https://shop.test/products/mug',
        image: 'https://cdn.test/m.png',
      },
    ]);
  });

  it('say from which price on where their variants differ', () => {
    expect(productsOf(picked(['42.90', '24.90']), shop)[0]?.price).toBe('from €24.90');
    expect(productsOf(picked(['24.90', '24.90']), shop)[0]?.price).toBe('€24.90');
    expect(productsOf(picked([undefined]), shop)[0]?.price).toBe('');
    expect(productsOf(picked(['1500']), { ...shop, currency: 'JPY' })[0]?.price).toBe('¥1,500');
  });
});
