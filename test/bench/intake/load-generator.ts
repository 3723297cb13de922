import { connect } from 'node:net';
import { env } from '~/env.server';
import { requestsOf } from './requests.ts';
import { answersIn, type Door, type LoadOrder, type LoadReport } from './traffic.ts';

/**
 * A process of its own that sends requests over keep-alive connections, each connection one request at a time, and
 * notes how long each answer took. It writes ready bytes to sockets and reads no more of an answer than its framing,
 * because on two cores whatever it costs is taken from the servers that it measures.
 */
process.on('message', (order: LoadOrder) => void run(order).then((report) => process.send?.(report)));
process.send?.('ready');

/** Signed click ids that clicks were answered with, by the number of the order that they will lead to. */
const clickIds = new Map<number, string>();

async function run(order: LoadOrder): Promise<LoadReport> {
  const { base, shop, doors, connections, until, firstOrder, distinctOrders, keepClicks, pixelsOf } = order;
  const make = requestsOf(shop, base, env.SHOPIFY_API_SECRET);
  if (doors.includes('webhook')) make.prepare(firstOrder, distinctOrders);
  const accounts = pixelsOf === 'shop' ? [shop.account] : [shop.account, ...shop.neighbours];
  const sent: Record<Door, number> = { webhook: 0, pixel: 0, click: 0 };
  let turn = 0;
  const took: number[] = [];
  const report: LoadReport = { statuses: {}, seconds: 0, perSecond: 0, p50: 0, p99: 0 };
  const started = performance.now();
  const isOver =
    'seconds' in until
      ? () => performance.now() - started >= until.seconds * 1_000
      : () => turn >= until.requests;

  const next = (): { parts: Buffer[]; answered: (head: string) => void } => {
    const door = doors[turn % doors.length] ?? 'click';
    turn += 1;
    const nth = sent[door];
    sent[door] += 1;
    const number = firstOrder + (door === 'webhook' ? nth % distinctOrders : nth);
    const parts =
      door === 'pixel'
        ? make.pixel(number, accounts[number % accounts.length] ?? '', clickIds.get(number))
        : make[door](number);
    const answered = (head: string): void => {
      const token = keepClicks ? /[?&]st_click=([\w-]+)/.exec(head)?.[1] : undefined;
      if (token) clickIds.set(number, token);
    };
    return { parts, answered };
  };

  const { hostname, port } = new URL(base);
  const keepAsking = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname).setNoDelay();
      let answered = (_head: string): void => undefined;
      let sentAt = 0;
      let read = '';
      const ask = (): void => {
        if (isOver()) {
          socket.destroy();
          return resolve();
        }
        const request = next();
        answered = request.answered;
        sentAt = performance.now();
        socket.cork();
        for (const part of request.parts) socket.write(part);
        socket.uncork();
      };
      socket.on('connect', ask);
      socket.on('data', (chunk: Buffer) => {
        read += chunk.toString('latin1');
        const headEnd = read.indexOf('\r\n\r\n');
        if (headEnd < 0 || !isWhole(read, headEnd + 4)) return;
        took.push(performance.now() - sentAt);
        const status = Number(read.slice(9, 12));
        report.statuses[status] = (report.statuses[status] ?? 0) + 1;
        answered(read);
        read = '';
        ask();
      });
      socket.on('error', reject);
      socket.on('end', () => reject(new Error('a connection was closed before its time')));
    });
  await Promise.all(Array.from({ length: connections }, keepAsking));

  report.seconds = (performance.now() - started) / 1_000;
  report.perSecond = answersIn(report) / report.seconds;
  took.sort((a, b) => a - b);
  report.p50 = took[Math.floor(took.length * 0.5)] ?? 0;
  report.p99 = took[Math.floor(took.length * 0.99)] ?? 0;
  return report;
}

/** Whether an answer whose body begins at `bodyAt` is here as a whole. */
function isWhole(read: string, bodyAt: number): boolean {
  if (/\r\ntransfer-encoding: chunked/i.test(read)) return read.endsWith('0\r\n\r\n');
  return read.length - bodyAt >= Number(/\r\ncontent-length: (\d+)/i.exec(read)?.[1] ?? 0);
}
