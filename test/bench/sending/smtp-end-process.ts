import { startSmtpEnd } from '../../support/smtp-end.ts';

/** The provider's end as a process of its own: tells its address, and on every message how much it has taken. */
const end = await startSmtpEnd();
process.on('message', () => {
  let all = 0;
  for (const times of end.taken.values()) all += times;
  process.send?.({ all, people: end.taken.size });
});
process.send?.(end.url);
