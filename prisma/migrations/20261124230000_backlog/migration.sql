-- Webhooks that are worked off in batches, oldest first.
ALTER TABLE "webhook_receipt" ADD COLUMN "by_batch" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "webhook_receipt_backlog_idx" ON "webhook_receipt" ("received_at") WHERE "by_batch" AND "state" = 'pending';
CREATE INDEX "webhook_receipt_shop_backlog_idx" ON "webhook_receipt" ("shop_id", "received_at") WHERE "by_batch" AND "state" = 'pending';

-- Orders to decide anew.
CREATE TABLE "attribution_mark" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "crowd" BOOLEAN NOT NULL DEFAULT false,
    "order_id" BIGINT,
    "checkout_token" TEXT,

    CONSTRAINT "attribution_mark_pkey" PRIMARY KEY ("shop_id","id")
);
CREATE INDEX "attribution_mark_crowd_id_idx" ON "attribution_mark" ("crowd", "id");
CREATE INDEX "attribution_mark_shop_id_crowd_id_idx" ON "attribution_mark" ("shop_id", "crowd", "id");

-- When Shopify is to be asked for a journey (again).
ALTER TABLE "order_journey" ADD COLUMN "due_at" TIMESTAMPTZ(6);
UPDATE "order_journey" SET "due_at" = now() WHERE "state" = 'waiting';
CREATE INDEX "order_journey_due_idx" ON "order_journey" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "order_journey_shop_due_idx" ON "order_journey" ("shop_id", "due_at") WHERE "due_at" IS NOT NULL;

-- Which message the tags of a visit name.
CREATE INDEX "message_version_shop_id_utm_source_utm_medium_id_idx" ON "message_version" ("shop_id", "utm_source", "utm_medium", "id");
