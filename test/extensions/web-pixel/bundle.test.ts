import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { builtExtension } from '../../shopify/extension-bundle.ts';

it('the pixel that `shopify app build` makes is under 3 kB, compressed', async () => {
  const bundle = await builtExtension('web-pixel');
  const compressed = gzipSync(bundle).length;
  console.log(`web pixel: ${Buffer.byteLength(bundle)} bytes, ${compressed} compressed`);
  expect(compressed).toBeLessThan(3_000);
});
