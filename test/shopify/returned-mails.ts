/** A mail that was sent, as far as a report quotes it. */
export interface QuotedMail {
  raw: Buffer | string;
  /** The envelope's. */
  returnPath: string;
  to: string;
}

const BOUNDARY = 'report-1a2b3c';

/** The header of a mail, which is what reports quote at least. */
const headerOf = (raw: Buffer | string): string => String(raw).split(/\r?\n\r?\n/)[0] ?? '';

function report(type: string, returnPath: string, subject: string, parts: string[]): string {
  return [
    'From: Mail Delivery System <MAILER-DAEMON@mx.example>',
    `To: <${returnPath}>`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Auto-Submitted: auto-replied',
    `Content-Type: multipart/report; report-type=${type}; boundary="${BOUNDARY}"`,
    '',
    ...parts.flatMap((part) => [`--${BOUNDARY}`, part, '']),
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n');
}

const lines = (...text: string[]) => text.join('\r\n');

export interface BounceWords {
  status: string;
  action?: 'failed' | 'delayed';
  diagnostic?: string;
}

/** A delivery status notification (RFC 3464), as Postfix writes them. */
export function bounceOf({ raw, returnPath, to }: QuotedMail, words: BounceWords): string {
  const { status, action = 'failed', diagnostic = `smtp; 550 ${status} The mail was not taken` } = words;
  return report('delivery-status', returnPath, 'Undelivered Mail Returned to Sender', [
    lines(
      'Content-Type: text/plain; charset=us-ascii',
      '',
      'This is the mail system at host mx.example.',
      '',
      `<${to}>: ${diagnostic}`,
    ),
    lines(
      'Content-Description: Delivery report',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      'X-Postfix-Queue-ID: 4F2A91',
      '',
      `Final-Recipient: rfc822; ${to}`,
      `Original-Recipient: rfc822;${to}`,
      `Action: ${action}`,
      `Status: ${status}`,
      'Remote-MTA: dns; in.mail.example',
      `Diagnostic-Code: ${diagnostic.replaceAll(' ', '\r\n    ')}`,
    ),
    lines(
      'Content-Description: Undelivered Message Headers',
      'Content-Type: text/rfc822-headers',
      '',
      headerOf(raw),
    ),
  ]);
}

/** A spam complaint in the Abuse Reporting Format (RFC 5965), with the recipient left out as most senders do. */
export function complaintOf({ raw, returnPath }: QuotedMail, feedback = 'abuse'): string {
  return report('feedback-report', returnPath, 'Complaint', [
    lines('Content-Type: text/plain; charset=us-ascii', '', 'This is an email abuse report.'),
    lines(
      'Content-Type: message/feedback-report',
      '',
      `Feedback-Type: ${feedback}`,
      'User-Agent: LocalReporter/1.0',
      'Version: 1',
    ),
    lines('Content-Type: message/rfc822', 'Content-Disposition: inline', '', String(raw)),
  ]);
}
