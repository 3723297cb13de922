import { env } from '~/env.server';
import { publicAddressOf } from '~/tagging/follow-link.server';

/** Why a mail server may not be connected: nobody may look into the app's own network through it. */
export async function whyUnfit(host: string): Promise<string | undefined> {
  try {
    const allowed = env.LINK_DOCTOR_PRIVATE_HOSTS.includes(host);
    return (await publicAddressOf(host, allowed)) ? undefined : 'This server is not on the public internet.';
  } catch {
    return 'No server of this name was found. Check how it is written.';
  }
}
