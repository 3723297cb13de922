import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { gid, numberOf } from './admin-objects.ts';

export const UPLOAD_HOST = 'shopify-staged-uploads.storage.googleapis.com';
const BUCKET = `https://${UPLOAD_HOST}/`;

interface Staged {
  mimeType: string;
  /** What a form must carry, each as it was given. */
  parameters: { name: string; value: string }[];
  bytes: Buffer | null;
}

export interface StoredFile {
  id: bigint;
  name: string;
  alt: string;
  mimeType: string;
  bytes: Buffer;
  readyAt: Date;
}

/** As long as Shopify takes to make its sizes of a picture. */
const PROCESSING_MS = 300;

const stageSchema = z.object({
  filename: z.string(),
  mimeType: z.string(),
  resource: z.literal('IMAGE'),
  httpMethod: z.literal('POST'),
});

/** The shop's files, and the bucket that Shopify has them sent to first. */
export class ShopFiles {
  readonly stored: StoredFile[] = [];
  /** Whether Shopify fails to read the next pictures. */
  failing = false;
  readonly #staged = new Map<string, Staged>();

  stage(given: unknown, shopId: bigint) {
    const { filename, mimeType } = stageSchema.parse(given);
    const key = `tmp/${shopId}/files/${randomUUID()}/${filename}`;
    const parameters = Object.entries({
      'Content-Type': mimeType,
      success_action_status: '201',
      acl: 'private',
      key,
      'x-goog-date': '20261125T000000Z',
      'x-goog-credential': 'local@example/20261125/auto/storage/goog4_request',
      'x-goog-algorithm': 'GOOG4-RSA-SHA256',
      'x-goog-signature': randomUUID().replaceAll('-', ''),
      policy: Buffer.from(JSON.stringify({ key })).toString('base64'),
    }).map(([name, value]) => ({ name, value }));
    this.#staged.set(key, { mimeType, parameters, bytes: null });
    return { url: BUCKET, resourceUrl: BUCKET + key, parameters };
  }

  /** Answers a form that is posted to the bucket, as Google's storage does: the signed fields first, the file last. */
  async receive(form: FormData): Promise<Response> {
    const staged = this.#staged.get(textOf(form.get('key')));
    const fields = [...form.entries()];
    const signed = staged?.parameters.every(({ name, value }) => form.get(name) === value) ?? false;
    const last = fields.at(-1);
    if (!staged || !signed) return xml(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
    if (last?.[0] !== 'file' || typeof last[1] === 'string' || last[1].type !== staged.mimeType)
      return xml(400, '<Error><Code>InvalidPolicyDocument</Code></Error>');
    staged.bytes = Buffer.from(await last[1].arrayBuffer());
    const key = textOf(form.get('key'));
    return xml(201, `<PostResponse><Location>${BUCKET}${key}</Location><Key>${key}</Key></PostResponse>`);
  }

  /** @returns undefined where nothing was sent to that address */
  create({ originalSource, alt }: { originalSource: string; alt: string }, id: bigint, now: Date) {
    const staged = this.#staged.get(originalSource.replace(BUCKET, ''));
    if (!staged?.bytes) return undefined;
    const file: StoredFile = {
      id,
      name: originalSource.slice(originalSource.lastIndexOf('/') + 1),
      alt,
      mimeType: staged.mimeType,
      bytes: staged.bytes,
      readyAt: new Date(now.getTime() + PROCESSING_MS),
    };
    this.stored.push(file);
    return file;
  }
}

interface FileSource {
  files: ShopFiles;
  shopId: bigint;
  storefrontUrl: string;
  now: () => Date;
  nextId: () => bigint;
}

/** What the Admin API says of files. */
export function fileRoots({ files, shopId, storefrontUrl, now, nextId }: FileSource) {
  const mediaImage = (file: StoredFile) => {
    const status = files.failing ? 'FAILED' : file.readyAt <= now() ? 'READY' : 'PROCESSING';
    const url = `${storefrontUrl}/cdn/shop/files/${file.name}?v=${file.id}`;
    return {
      __typename: 'MediaImage',
      id: gid('MediaImage', file.id),
      alt: file.alt,
      fileStatus: status,
      fileErrors: files.failing ? [{ code: 'IMAGE_PROCESSING_FAILURE' }] : [],
      image: status === 'READY' ? { __typename: 'Image', url } : null,
    };
  };
  return {
    find: (id: string) => {
      const file = files.stored.find((one) => one.id === numberOf('MediaImage', id));
      return file ? mediaImage(file) : null;
    },
    mutation: {
      stagedUploadsCreate: ({ input }: { input: unknown[] }) => ({
        stagedTargets: input.map((one) => files.stage(one, shopId)),
        userErrors: [],
      }),
      fileCreate: ({ files: given }: { files: { originalSource: string; alt: string }[] }) => {
        const made = given.map((one) => files.create(one, nextId(), now()));
        const missing = made.includes(undefined);
        return {
          files: missing ? [] : made.flatMap((file) => (file ? [mediaImage(file)] : [])),
          userErrors: missing
            ? [{ code: 'INVALID_IMAGE_SOURCE_URL', field: ['files'], message: 'Image URL is invalid' }]
            : [],
        };
      },
    },
  };
}

const textOf = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value : '');

const xml = (status: number, text: string) =>
  new Response(`<?xml version='1.0' encoding='UTF-8'?>${text}`, {
    status,
    headers: { 'content-type': 'application/xml' },
  });
