import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Shop } from '~/db.server';
import { logger } from '~/lib/logger.server';
import { done, type Outcome, refused } from '~/lib/outcome';
import { AccessLost, AdminRequestFailed, adminRequest } from '~/shopify/admin-client.server';
import { CREATE_FILE, FILE, STAGE_UPLOAD } from '~/shopify/file-operations';
import type { PictureRefusal } from '~/shopify/picture';
import { fileName, readPicture } from '~/shopify/read-picture';

/** A merchant waits: all steps together take no longer than this. */
const WITHIN_MS = 30_000;
/** Shopify is done with most pictures within a second or two. */
const LOOK_EVERY_MS = 500;

const staged = z.object({
  stagedUploadsCreate: z.object({
    stagedTargets: z
      .array(
        z.object({
          url: z.url(),
          resourceUrl: z.url(),
          parameters: z.array(z.object({ name: z.string(), value: z.string() })),
        }),
      )
      .nullable(),
    userErrors: z.array(z.object({ message: z.string() })),
  }),
});
const created = z.object({
  fileCreate: z.object({
    files: z.array(z.object({ id: z.string() })).nullable(),
    userErrors: z.array(z.object({ code: z.string().nullable() })),
  }),
});
const found = z.object({
  node: z
    .object({
      fileStatus: z.string(),
      fileErrors: z.array(z.object({ code: z.string() })),
      image: z.object({ url: z.url() }).nullable(),
    })
    .nullable(),
});

export interface UploadedPicture {
  /** On Shopify's CDN. */
  src: string;
  width: number;
  height: number;
}

interface ChosenPicture {
  bytes: Uint8Array<ArrayBuffer>;
  /** As the merchant's file is called. */
  name: string;
  /** What is read out to those who do not see it; empty for decoration. */
  alt: string;
}

/** Puts a picture into the shop's files, and waits until Shopify serves it. */
export async function uploadPicture(
  shop: Shop,
  picture: ChosenPicture,
): Promise<Outcome<UploadedPicture, PictureRefusal>> {
  const facts = readPicture(picture.bytes);
  if (!facts.ok) return facts;
  const { mimeType, width, height } = facts.value;
  const end = Date.now() + WITHIN_MS;
  try {
    const source = await stage(shop, picture, mimeType, end);
    const id = source && (await createFile(shop, source, picture.alt, end));
    if (!id) return refused('refused');
    const served = await servedAt(shop, id, end);
    return served.ok ? done({ src: served.value, width, height }) : served;
  } catch (error) {
    const reason = reasonOf(error);
    logger.warn({ shop: shop.id, reason }, 'picture_not_uploaded');
    return refused(REFUSALS[reason] ?? 'unreachable');
  }
}

const REFUSALS: Record<string, PictureRefusal> = { access_denied: 'no_access', access_lost: 'no_access' };

const reasonOf = (error: unknown): string => {
  if (error instanceof AdminRequestFailed || error instanceof AccessLost) return error.reason;
  return error instanceof Error ? error.name : 'unexpected_error';
};

/** Sends the bytes where Shopify wants them. @returns the address to make a file of; undefined where it is refused */
async function stage(
  shop: Shop,
  { bytes, name }: ChosenPicture,
  mimeType: string,
  end: number,
): Promise<string | undefined> {
  const filename = fileName(name, mimeType);
  const variables = { filename, mimeType, fileSize: String(bytes.length) };
  const answer = await adminRequest(shop.domain, STAGE_UPLOAD, variables, staged, end - Date.now());
  const target = answer.stagedUploadsCreate.stagedTargets?.[0];
  if (!target || answer.stagedUploadsCreate.userErrors.length > 0) return undefined;
  const form = new FormData();
  for (const parameter of target.parameters) form.append(parameter.name, parameter.value);
  // Whatever follows the file is not read.
  form.append('file', new Blob([bytes], { type: mimeType }), filename);
  const taken = await fetch(target.url, {
    method: 'POST',
    body: form,
    signal: AbortSignal.timeout(Math.max(end - Date.now(), 1)),
  });
  await taken.body?.cancel();
  if (taken.ok) return target.resourceUrl;
  logger.warn({ shop: shop.id, status: taken.status }, 'picture_not_staged');
  return undefined;
}

async function createFile(shop: Shop, source: string, alt: string, end: number): Promise<string | undefined> {
  const { fileCreate } = await adminRequest(
    shop.domain,
    CREATE_FILE,
    { source, alt },
    created,
    end - Date.now(),
  );
  const code = fileCreate.userErrors[0]?.code;
  if (code !== undefined) logger.warn({ shop: shop.id, reason: code }, 'picture_not_created');
  return fileCreate.files?.[0]?.id;
}

/** Looks until Shopify has made its sizes of the picture. */
async function servedAt(shop: Shop, id: string, end: number): Promise<Outcome<string, PictureRefusal>> {
  while (Date.now() < end) {
    const { node } = await adminRequest(shop.domain, FILE, { id }, found, end - Date.now());
    if (node?.image) return done(node.image.url);
    if (!node || node.fileStatus === 'FAILED') {
      logger.warn({ shop: shop.id, reason: node?.fileErrors[0]?.code }, 'picture_failed');
      return refused('refused');
    }
    await wait(LOOK_EVERY_MS);
  }
  return refused('still_processing');
}
