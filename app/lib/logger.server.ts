import pino from 'pino';
import { env } from '~/env.server';

/** Logs carry ids, topic, outcome and duration; never payloads, tokens, addresses or message bodies. */
export const logger = pino({ level: env.LOG_LEVEL, base: undefined });
