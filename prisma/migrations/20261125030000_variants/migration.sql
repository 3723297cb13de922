-- Which of a campaign's variants a message is.
ALTER TABLE "message" ADD COLUMN "variant" TEXT NOT NULL DEFAULT 'A';
CREATE UNIQUE INDEX "message_shop_id_campaign_id_variant_key" ON "message" ("shop_id", "campaign_id", "variant");
DROP INDEX "message_shop_id_campaign_id_idx";

-- How a campaign's variants are tried: on which share of the audience, by what, for how long.
ALTER TABLE "campaign" ADD COLUMN "test_percent" INTEGER NOT NULL DEFAULT 100;
ALTER TABLE "campaign" ADD COLUMN "winner_metric" TEXT NOT NULL DEFAULT 'clicks';
ALTER TABLE "campaign" ADD COLUMN "test_hours" INTEGER NOT NULL DEFAULT 24;

-- Which variant the rest of an audience was sent, and on what figures; never changed.
CREATE TABLE "variant_choice" (
    "shop_id" INTEGER NOT NULL,
    "campaign_id" BIGINT NOT NULL,
    "variant" TEXT NOT NULL,
    "chosen_by" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "figures" JSONB NOT NULL,
    "rest" INTEGER NOT NULL,
    "chosen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "variant_choice_pkey" PRIMARY KEY ("shop_id","campaign_id")
);
ALTER TABLE "variant_choice" ADD CONSTRAINT "variant_choice_shop_id_campaign_id_fkey"
  FOREIGN KEY ("shop_id", "campaign_id") REFERENCES "campaign"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
