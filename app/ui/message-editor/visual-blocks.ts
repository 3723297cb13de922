import { createElement } from 'react';
import { EmailNode } from '@react-email/editor/core';
import { type Product, productHtml, productOf } from '~/messaging/product-block';

/** A product of the shop, inserted whole: it is chosen anew rather than edited. */
export const ProductBlock = EmailNode.create({
  name: 'product',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => ({
    product: {
      default: null,
      parseHTML: (element) => productOf(element.getAttribute('data-product')) ?? null,
      renderHTML: ({ product }) => ({ 'data-product': JSON.stringify(product) }),
    },
  }),
  parseHTML: () => [
    { tag: 'table[data-product]', priority: 100 },
    { tag: 'div[data-product]', priority: 100 },
  ],
  renderHTML: ({ HTMLAttributes }) => ['div', HTMLAttributes],
  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement('div');
      dom.innerHTML = blockHtml(node.attrs);
      return { dom };
    };
  },
  renderToReactEmail: ({ node }) =>
    createElement('div', { dangerouslySetInnerHTML: { __html: blockHtml(node.attrs ?? {}) } }),
});

function blockHtml({ product }: Record<string, unknown>): string {
  return product ? productHtml(product as Product) : '';
}

/** A picture from anywhere in the web. */
export const Picture = EmailNode.create({
  name: 'image',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => ({
    src: { default: '' },
    alt: { default: '' },
    width: { default: null },
    href: {
      default: null,
      parseHTML: (element) => element.closest('a')?.getAttribute('href') ?? null,
      renderHTML: ({ href }) => (href ? { 'data-href': String(href) } : {}),
    },
  }),
  parseHTML: () => [{ tag: 'img[src]' }],
  renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
  renderToReactEmail: ({ node }) => {
    const { src, alt, width, href } = (node.attrs ?? {}) as Record<string, string | null>;
    const image = createElement('img', {
      src: src ?? '',
      alt: alt ?? '',
      width: width ?? undefined,
      style: { display: 'block', maxWidth: '100%', border: 0 },
    });
    return href ? createElement('a', { href }, image) : image;
  },
});
