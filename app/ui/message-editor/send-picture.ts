import * as z from 'zod/mini';

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), src: z.string(), width: z.number(), height: z.number() }),
  z.object({ ok: z.literal(false), text: z.string() }),
]);
/** What became of a picture; `text` says in a sentence why nothing. */
export type PictureAnswer = z.infer<typeof answerSchema>;

const NOT_REACHED: PictureAnswer = {
  ok: false,
  text: 'Sales Trail could not be reached. Your picture is still here: try again in a moment.',
};

/**
 * Sends a picture to the shop's files. By XMLHttpRequest, since fetch tells no progress; it carries the session's token
 * by itself, which App Bridge adds to fetch alone.
 * @param onProgress called with the share that is sent, from 0 to 1
 */
export async function sendPicture(
  { file, alt }: { file: File; alt: string },
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<PictureAnswer> {
  const token = await window.shopify.idToken();
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const query = new URLSearchParams({ name: file.name, alt });
    request.open('POST', `/app/pictures?${query.toString()}`);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(answerOf(request));
    request.onerror = () => resolve(NOT_REACHED);
    request.onabort = () => resolve({ ok: false, text: '' });
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function answerOf(request: XMLHttpRequest): PictureAnswer {
  try {
    return answerSchema.parse(JSON.parse(request.responseText));
  } catch {
    return NOT_REACHED;
  }
}
