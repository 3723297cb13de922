-- By which way a recipient unsubscribed; of those before, nobody noted it.
ALTER TABLE "delivery" ADD COLUMN "unsubscribed_how" TEXT;
-- What was sent in a period, by version, without a look at the rows themselves.
CREATE INDEX "delivery_sent_idx" ON "delivery" ("shop_id", "sent_at") INCLUDE ("version_id", "state") WHERE "sent_at" IS NOT NULL;
-- Whether a version has anything left to do, however many of its deliveries are over.
CREATE INDEX "delivery_open_idx" ON "delivery" ("shop_id", "version_id") WHERE "state" IN ('queued', 'sending');
