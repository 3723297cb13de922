import { z } from 'zod';

/** The only reader of `process.env`. Names and meanings are tabled in the README. */
const schema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  BIND_ADDRESS: z.string().default('0.0.0.0'),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  /** The secret before a rotation: accepted for webhooks alone, which Shopify may sign with it for an hour. */
  SHOPIFY_API_SECRET_PREVIOUS: z.string().min(1).optional(),
  SHOPIFY_APP_URL: z.url().transform((url) => url.replace(/\/+$/, '')),
  ENCRYPTION_KEY: z
    .string()
    .refine(
      (key) => Buffer.from(key, 'base64').length === 32,
      'must be 32 bytes in base64: openssl rand -base64 32',
    ),
  DATABASE_URL: z.url().optional(),
  EMBEDDED_DATABASE_DIR: z.string().default('.data/postgres'),
  SMTP_URL: z.url(),
  MAIL_FROM: z.email(),
  /** The most e-mails a second of one shop, all workers together; without it, as many as the server takes. */
  SMTP_PER_SECOND: z.coerce.number().positive().optional(),
  /** Where Twilio's API is answered instead of at Twilio's own hosts: for development. */
  TWILIO_API_URL: z.url().optional(),
  META_GRAPH_URL: z.url().default('https://graph.facebook.com'),
  /** Hosts that links may be followed to, and mail servers be, although they are not public: for development. */
  LINK_DOCTOR_PRIVATE_HOSTS: z
    .string()
    .default('')
    .transform((hosts) =>
      hosts
        .split(',')
        .map((host) => host.trim().toLowerCase())
        .filter(Boolean),
    ),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type Env = z.infer<typeof schema>;

/**
 * Checks an environment against the schema.
 * @throws Error that names every variable that is missing or wrong, on a line each.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  // `shopify app dev` tells the tunnel's address by this name.
  given.SHOPIFY_APP_URL ??= given.APP_URL;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not complete (see the table in README.md):\n${lines.join('\n')}`);
}

export const env = parseEnv(process.env);

// React and others look there for themselves.
process.env.NODE_ENV = env.NODE_ENV;
