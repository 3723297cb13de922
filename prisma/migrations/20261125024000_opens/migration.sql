-- CreateTable
CREATE TABLE "message_open" (
    "shop_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "id" UUID NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "version_id" BIGINT NOT NULL,
    "verdict" TEXT NOT NULL,
    "verdict_reason" TEXT,

    CONSTRAINT "message_open_pkey" PRIMARY KEY ("shop_id","at","id")
) PARTITION BY RANGE ("at");

-- CreateIndex
CREATE INDEX "message_open_shop_id_version_id_at_idx" ON "message_open"("shop_id", "version_id", "at");

CREATE TABLE part.message_open_default PARTITION OF message_open DEFAULT;

CREATE OR REPLACE FUNCTION ensure_month_partitions(first_day date, last_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  parent record;
  month date;
  child text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_month_partitions'));
  FOR parent IN SELECT * FROM (VALUES ('click', 'at'), ('touch', 'at'), ('message_open', 'at'), ('webhook_receipt', 'received_at'), ('ledger_entry', 'at')) AS t(name, key) LOOP
    FOR month IN SELECT generate_series(date_trunc('month', first_day), date_trunc('month', last_day), interval '1 month')::date LOOP
      child := format('%s_%s', parent.name, to_char(month, 'YYYY_MM'));
      CONTINUE WHEN to_regclass('part.' || child) IS NOT NULL;
      EXECUTE format('CREATE TABLE part.%I (LIKE public.%I INCLUDING ALL)', child, parent.name);
      EXECUTE format(
        'WITH moved AS (DELETE FROM part.%I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO part.%I SELECT * FROM moved',
        parent.name || '_default', parent.key, month::timestamp AT TIME ZONE 'UTC', parent.key, (month + interval '1 month') AT TIME ZONE 'UTC', child);
      EXECUTE format(
        'ALTER TABLE public.%I ATTACH PARTITION part.%I FOR VALUES FROM (%L) TO (%L)',
        parent.name, child, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
    END LOOP;
  END LOOP;
END $$;

SELECT ensure_month_partitions((now() - interval '3 months')::date, (now() + interval '3 months')::date);
