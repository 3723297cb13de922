import { openSmtp } from '~/channels/email/smtp.server';
import { env } from '~/env.server';

/**
 * What sending is measured against: the app's SMTP client alone, in a process of its own, with one ready mail to many
 * addresses. No database, no copy of one's own for each recipient.
 */
const AT_ONCE = 32;

process.on('message', (count: number) => void send(count).then((perSecond) => process.send?.(perSecond)));
process.send?.('ready');

async function send(count: number): Promise<number> {
  const smtp = openSmtp(env.SMTP_URL, env.MAIL_FROM);
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (sent < count) {
      sent += 1;
      await smtp.send({
        from: { name: 'Harbour', address: env.MAIL_FROM },
        to: `bare.${sent}@customer.example`,
        subject: 'Harbour days',
        html: `<p>Hello</p>${'<p>The boats are in, and so is the tea. Come and see.</p>'.repeat(20)}`,
        text: 'The boats are in, and so is the tea. Come and see.'.repeat(20),
        messageId: `bare.${sent}@harbour.example`,
        headers: {},
      });
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const perSecond = (count / (performance.now() - started)) * 1_000;
  smtp.close();
  return perSecond;
}
