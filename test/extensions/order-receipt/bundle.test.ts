import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { builtExtension } from '../../shopify/extension-bundle.ts';

it('the block that `shopify app build` makes is far under the 64 kB that Shopify takes', async () => {
  const bundle = await builtExtension('order-receipt');
  const compressed = gzipSync(bundle).length;
  console.log(`order receipt: ${Buffer.byteLength(bundle)} bytes, ${compressed} compressed`);
  expect(compressed).toBeLessThan(16_000);
}, 120_000);
