import type { ExitReason } from '~/automations/automation';
import type { PastEntries } from '~/automations/reentry';
import { type Enrolment, fieldsOf, Prisma, type Sql } from '~/db.server';
import type { ShopId } from '~/lib/ids';
import { skipOfEnrolments } from '~/messaging/delivery-store.server';

const ENROLMENT = fieldsOf(Prisma.EnrolmentScalarFieldEnum);

/** A contact who may enter an automation. */
export interface Entry {
  contactId: bigint;
  /** Names what happened: the same thing lets the contact enter once. */
  key: string;
  triggerId: string;
  orderId: bigint | null;
  /** When it happened. */
  since: Date;
}

/** The ways of contacts through an automation so far, by the contact; who never entered is left out. */
export async function loadPastEntries(
  shop: ShopId,
  automationId: bigint,
  contactIds: readonly bigint[],
  tx: Sql,
): Promise<Map<bigint, PastEntries>> {
  const rows = await tx.$queryRaw<(PastEntries & { contactId: bigint })[]>`
    SELECT contact_id AS "contactId", max(entered_at) AS "lastAt", bool_or(state = 'inside') AS inside
    FROM enrolment
    WHERE shop_id = ${shop}::int AND automation_id = ${automationId}::bigint AND contact_id = ANY(${[...contactIds]}::bigint[])
    GROUP BY contact_id`;
  return new Map(rows.map(({ contactId, ...past }) => [contactId, past]));
}

/**
 * Lets contacts enter a version of an automation, due at once: but those who are inside, those who entered by the same
 * thing before, and those who entered since their past was read. Where two do so at once, one of them has no effect.
 * The past is read in one go: a plan by old statistics may otherwise read all of the automation for each of them.
 * @param past by the contact, as it was when the rule of re-entry let them in
 * @returns how many entered
 */
export async function insertEnrolments(
  shop: ShopId,
  into: { automationId: bigint; version: number; firstStep: string | null },
  entries: readonly Entry[],
  past: ReadonlyMap<bigint, PastEntries>,
  now: Date,
  tx: Sql,
): Promise<number> {
  return tx.$executeRaw`
    WITH past AS MATERIALIZED (
      SELECT contact_id, max(entered_at) AS last_at FROM enrolment
      WHERE shop_id = ${shop}::int AND automation_id = ${into.automationId}::bigint
        AND contact_id = ANY(${entries.map(({ contactId }) => contactId)}::bigint[])
      GROUP BY contact_id)
    INSERT INTO enrolment (shop_id, automation_id, version, contact_id, trigger_key, trigger_id, order_id, since, consented,
      state, step_id, due_at, entered_at)
    SELECT ${shop}::int, ${into.automationId}::bigint, ${into.version}::int, t.contact_id, t.key, t.trigger_id, t.order_id, t.since,
      array_remove(ARRAY[
        CASE c.email_consent WHEN 'subscribed' THEN 'email' END, CASE c.sms_consent WHEN 'subscribed' THEN 'sms' END,
        CASE c.whatsapp_consent WHEN 'subscribed' THEN 'whatsapp' END], NULL),
      'inside', ${into.firstStep}, ${now}::timestamptz, ${now}::timestamptz
    FROM unnest(${entries.map(({ contactId }) => contactId)}::bigint[], ${entries.map(({ key }) => key)}::text[],
      ${entries.map(({ triggerId }) => triggerId)}::text[], ${entries.map(({ orderId }) => orderId)}::bigint[],
      ${entries.map(({ since }) => since)}::timestamptz[],
      ${entries.map(({ contactId }) => past.get(contactId)?.lastAt ?? null)}::timestamptz[])
      AS t(contact_id, key, trigger_id, order_id, since, last_at)
    JOIN contact c ON c.shop_id = ${shop}::int AND c.id = t.contact_id AND c.redacted_at IS NULL
    LEFT JOIN past p ON p.contact_id = t.contact_id
    WHERE t.last_at IS NOT DISTINCT FROM p.last_at
    ORDER BY t.contact_id
    ON CONFLICT DO NOTHING`;
}

/**
 * The enrolments of one shop that are due longest, held for the caller's transaction: those that another has in hand are
 * passed over. Undefined where none is due.
 */
export async function unscopedHoldDue(
  most: number,
  now: Date,
  tx: Sql,
): Promise<{ shop: ShopId; due: Enrolment[] } | undefined> {
  const due = await tx.$queryRaw<Enrolment[]>`
    WITH oldest AS (
      SELECT shop_id FROM enrolment WHERE due_at <= ${now}::timestamptz
      ORDER BY due_at, shop_id, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), held AS (
      SELECT e.* FROM enrolment e JOIN oldest USING (shop_id) WHERE e.due_at <= ${now}::timestamptz
      ORDER BY e.due_at, e.shop_id, e.id LIMIT ${most}::int FOR UPDATE OF e SKIP LOCKED
    )
    SELECT ${ENROLMENT} FROM held ORDER BY id`;
  const [first] = due;
  return first && { shop: first.shopId, due };
}

/** An enrolment that is due, held for the caller's transaction; undefined where it is not, or another has it in hand. */
export async function holdOne(shop: ShopId, id: bigint, now: Date, tx: Sql): Promise<Enrolment | undefined> {
  const [held] = await tx.$queryRaw<Enrolment[]>`
    SELECT ${ENROLMENT} FROM enrolment
    WHERE shop_id = ${shop}::int AND id = ${id}::bigint AND due_at <= ${now}::timestamptz
    FOR UPDATE SKIP LOCKED`;
  return held;
}

/** Contacts who are inside an automation that is on, held for the caller's transaction once nobody else has them in hand. */
export async function holdContacts(
  shop: ShopId,
  automationId: bigint,
  contactIds: readonly bigint[],
  tx: Sql,
): Promise<Enrolment[]> {
  return tx.$queryRaw`
    SELECT ${ENROLMENT} FROM enrolment
    WHERE shop_id = ${shop}::int AND automation_id = ${automationId}::bigint
      AND contact_id = ANY(${[...contactIds]}::bigint[]) AND state = 'inside' AND due_at IS NOT NULL
    ORDER BY id FOR UPDATE`;
}

/** Where an enrolment stands after it was looked at. */
export interface Standing {
  id: bigint;
  state: 'inside' | 'completed' | 'exited';
  reason: ExitReason | null;
  stepId: string | null;
  waitUntil: Date | null;
  dueAt: Date | null;
}

/** Writes where enrolments stand, and takes back what is queued for those who leave early. */
export async function moveEnrolments(
  shop: ShopId,
  standings: readonly Standing[],
  now: Date,
  tx: Sql,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE enrolment e SET state = t.state, reason = t.reason, step_id = t.step_id, wait_until = t.wait_until,
      due_at = t.due_at, failures = 0, ended_at = CASE WHEN t.state <> 'inside' THEN ${now}::timestamptz END
    FROM unnest(${standings.map(({ id }) => id)}::bigint[], ${standings.map(({ state }) => state)}::text[],
      ${standings.map(({ reason }) => reason)}::text[], ${standings.map(({ stepId }) => stepId)}::text[],
      ${standings.map(({ waitUntil }) => waitUntil)}::timestamptz[], ${standings.map(({ dueAt }) => dueAt)}::timestamptz[])
      AS t(id, state, reason, step_id, wait_until, due_at)
    WHERE e.shop_id = ${shop}::int AND e.id = t.id`;
  const left = standings.filter(({ state }) => state === 'exited').map(({ id }) => id);
  if (left.length > 0) await skipOfEnrolments(shop, left, tx);
}

/** What a step of an enrolment came to. */
export interface DoneStep {
  enrolmentId: bigint;
  stepId: string;
  automationId: bigint;
  version: number;
  outcome: string;
}

/** @throws where one of the steps was done before: nothing of the transaction may stand then */
export async function insertSteps(
  shop: ShopId,
  steps: readonly DoneStep[],
  now: Date,
  tx: Sql,
): Promise<void> {
  if (steps.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO enrolment_step (shop_id, enrolment_id, step_id, automation_id, version, at, outcome)
    SELECT ${shop}::int, t.enrolment_id, t.step_id, t.automation_id, t.version, ${now}::timestamptz, t.outcome
    FROM unnest(${steps.map(({ enrolmentId }) => enrolmentId)}::bigint[], ${steps.map(({ stepId }) => stepId)}::text[],
      ${steps.map(({ automationId }) => automationId)}::bigint[], ${steps.map(({ version }) => version)}::int[],
      ${steps.map(({ outcome }) => outcome)}::text[]) AS t(enrolment_id, step_id, automation_id, version, outcome)`;
}

const GIVEN_UP_AFTER = 8;

/** Lets an enrolment that could not be looked at wait, longer each time; after so many times the contact leaves. */
export async function putOff(shop: ShopId, id: bigint, now: Date, tx: Sql): Promise<void> {
  await tx.$executeRaw`
    UPDATE enrolment SET failures = failures + 1,
      due_at = CASE WHEN failures + 1 < ${GIVEN_UP_AFTER}::int THEN ${now}::timestamptz + make_interval(mins => (2 ^ failures)::int) END,
      state = CASE WHEN failures + 1 < ${GIVEN_UP_AFTER}::int THEN 'inside' ELSE 'exited' END,
      reason = CASE WHEN failures + 1 < ${GIVEN_UP_AFTER}::int THEN NULL ELSE 'not_understood' END,
      ended_at = CASE WHEN failures + 1 < ${GIVEN_UP_AFTER}::int THEN NULL ELSE ${now}::timestamptz END
    WHERE shop_id = ${shop}::int AND id = ${id}::bigint AND state = 'inside'`;
}

/**
 * Has whatever contacts are inside looked at now: something about them changed. Those that are held stay so. Whoever is
 * being looked at may be so by what was known before, so that is waited for, and they are looked at once more.
 */
export async function wakeContacts(
  shop: ShopId,
  contactIds: readonly bigint[],
  now: Date,
  tx: Sql,
): Promise<void> {
  await tx.$executeRaw`
    WITH inside AS MATERIALIZED (
      SELECT id FROM enrolment
      WHERE shop_id = ${shop}::int AND contact_id = ANY(${[...contactIds]}::bigint[]) AND state = 'inside'
        AND due_at IS NOT NULL
      ORDER BY id FOR UPDATE)
    UPDATE enrolment e SET due_at = LEAST(e.due_at, ${now}::timestamptz) FROM inside
    WHERE e.shop_id = ${shop}::int AND e.id = inside.id`;
}

/** The same for those of all shops who clicked a message of their automation in a span of time, machines left out. */
export async function unscopedWakeClickers(from: Date, to: Date, now: Date, tx: Sql): Promise<void> {
  await tx.$executeRaw`
    UPDATE enrolment e SET due_at = ${now}::timestamptz
    FROM shop s, LATERAL (
      SELECT d.enrolment_id FROM click c JOIN delivery d ON d.shop_id = c.shop_id AND d.id = c.delivery_id
      WHERE c.shop_id = s.id AND c.at >= ${from}::timestamptz AND c.at < ${to}::timestamptz
        AND c.verdict = 'human' AND d.enrolment_id IS NOT NULL) AS clicked
    WHERE e.shop_id = s.id AND e.id = clicked.enrolment_id AND e.state = 'inside' AND e.due_at > ${now}::timestamptz`;
}

/** Lets everybody inside wait until the automation is on again. */
export async function holdInside(shop: ShopId, automationId: bigint, tx: Sql): Promise<void> {
  await tx.$executeRaw`
    UPDATE enrolment SET due_at = NULL
    WHERE shop_id = ${shop}::int AND automation_id = ${automationId}::bigint AND state = 'inside'`;
}

/** Has everybody inside looked at: whose waiting is not over goes on waiting. */
export async function releaseInside(shop: ShopId, automationId: bigint, now: Date, tx: Sql): Promise<void> {
  await tx.$executeRaw`
    UPDATE enrolment SET due_at = ${now}::timestamptz
    WHERE shop_id = ${shop}::int AND automation_id = ${automationId}::bigint AND state = 'inside'`;
}

/** Lets everybody inside leave. */
export async function endInside(
  shop: ShopId,
  automationId: bigint,
  reason: ExitReason,
  now: Date,
  tx: Sql,
): Promise<void> {
  const left = await tx.$queryRaw<{ id: bigint }[]>`
    UPDATE enrolment SET state = 'exited', reason = ${reason}, due_at = NULL, ended_at = ${now}::timestamptz
    WHERE shop_id = ${shop}::int AND automation_id = ${automationId}::bigint AND state = 'inside'
    RETURNING id`;
  await skipOfEnrolments(
    shop,
    left.map(({ id }) => id),
    tx,
  );
}
