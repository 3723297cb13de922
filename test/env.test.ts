import { describe, expect, it } from 'vitest';
import { parseEnv } from '~/env.server';

const complete = {
  SHOPIFY_API_KEY: 'key',
  SHOPIFY_API_SECRET: 'secret',
  SHOPIFY_APP_URL: 'https://app.example/',
  ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  SMTP_URL: 'smtp://localhost:25',
  MAIL_FROM: 'news@example.com',
};

describe('the environment', () => {
  it('has defaults for what may be left out, and no slash at the end of the address', () => {
    expect(parseEnv(complete)).toMatchObject({
      PORT: 3000,
      SHOPIFY_APP_URL: 'https://app.example',
    });
  });

  it("takes the app's address from the Shopify CLI where none is set", () => {
    const { SHOPIFY_APP_URL: _, ...rest } = complete;
    expect(parseEnv({ ...rest, APP_URL: 'https://tunnel.example' }).SHOPIFY_APP_URL).toBe(
      'https://tunnel.example',
    );
  });

  it('names every variable that is missing or wrong at once', () => {
    const message = (() => {
      try {
        parseEnv({});
        return '';
      } catch (error) {
        return String(error);
      }
    })();
    for (const name of Object.keys(complete)) expect(message).toContain(name);
  });

  it('refuses a key of the wrong size and an empty secret', () => {
    expect(() => parseEnv({ ...complete, ENCRYPTION_KEY: 'short' })).toThrow(
      'ENCRYPTION_KEY: must be 32 bytes',
    );
    expect(() => parseEnv({ ...complete, SHOPIFY_API_SECRET: '' })).toThrow('SHOPIFY_API_SECRET');
  });
});
