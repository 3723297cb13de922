-- Deliveries are worked off in batches: when one is due, and who has it in hand.
ALTER TABLE "delivery" ADD COLUMN "due_at" TIMESTAMPTZ(6);
ALTER TABLE "delivery" ADD COLUMN "held_by" TEXT;
UPDATE "delivery" SET "due_at" = now() WHERE "state" = 'queued';
UPDATE "delivery" SET "state" = 'unknown', "reason" = 'interrupted' WHERE "state" = 'sending';
CREATE INDEX "delivery_due_idx" ON "delivery" ("shop_id", "version_id", "due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "delivery_held_by_idx" ON "delivery" ("held_by") WHERE "state" = 'sending';

-- The jobs that deliveries had before.
DO $$
BEGIN
  IF to_regclass('graphile_worker.jobs') IS NOT NULL THEN
    PERFORM graphile_worker.complete_jobs(array_agg("id")) FROM graphile_worker.jobs
    WHERE "task_identifier" = 'deliver-message' HAVING count(*) > 0;
  END IF;
END $$;

-- Why a campaign pauses: failing · login_refused; null where the merchant paused it.
ALTER TABLE "campaign" ADD COLUMN "pause_reason" TEXT;
ALTER TABLE "campaign" ADD COLUMN "archived_at" TIMESTAMPTZ(6);
CREATE INDEX "campaign_under_way_idx" ON "campaign" ("shop_id", "id") WHERE "status" IN ('sending', 'paused');

-- What providers answered for a campaign's last deliveries, the newest last: s for sent, f for failed.
CREATE TABLE "campaign_outcomes" (
    "shop_id" INTEGER NOT NULL,
    "campaign_id" BIGINT NOT NULL,
    "outcomes" TEXT NOT NULL,

    CONSTRAINT "campaign_outcomes_pkey" PRIMARY KEY ("shop_id","campaign_id")
);

-- How fast a shop's channel may go, and until when its provider wants to be left alone. Shared by all workers.
CREATE TABLE "sending_pace" (
    "shop_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "held_until" TIMESTAMPTZ(6),
    "held_reason" TEXT,
    "holds" INTEGER NOT NULL DEFAULT 0,
    "tokens" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "tokens_at" TIMESTAMPTZ(6),

    CONSTRAINT "sending_pace_pkey" PRIMARY KEY ("shop_id","channel")
);
