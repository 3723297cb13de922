-- Segments to include and to exclude, in place of the one segment.
ALTER TABLE "campaign" ADD COLUMN "audience" JSONB NOT NULL DEFAULT '{"include": [], "exclude": []}';
UPDATE "campaign" SET "audience" = jsonb_build_object(
  'include', jsonb_build_array(jsonb_build_object('id', "segment_id", 'name', coalesce("segment_name", ''))),
  'exclude', '[]'::jsonb)
WHERE "segment_id" IS NOT NULL;
ALTER TABLE "campaign" DROP COLUMN "segment_id";
ALTER TABLE "campaign" DROP COLUMN "segment_name";

-- Who is in a campaign's excluded segments, while its audience is expanded.
CREATE TABLE "campaign_exclusion" (
    "shop_id" INTEGER NOT NULL,
    "campaign_id" BIGINT NOT NULL,
    "run" BIGINT NOT NULL,
    "shopify_id" BIGINT NOT NULL,

    CONSTRAINT "campaign_exclusion_pkey" PRIMARY KEY ("shop_id","campaign_id","run","shopify_id")
);
ALTER TABLE "campaign_exclusion" ADD CONSTRAINT "campaign_exclusion_shop_id_campaign_id_fkey"
  FOREIGN KEY ("shop_id", "campaign_id") REFERENCES "campaign"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The most messages that a shop sends to one contact within so many days; no row: as many as there are.
CREATE TABLE "frequency_cap" (
    "shop_id" INTEGER NOT NULL,
    "messages" INTEGER NOT NULL,
    "days" INTEGER NOT NULL,
    "scope" TEXT NOT NULL,

    CONSTRAINT "frequency_cap_pkey" PRIMARY KEY ("shop_id")
);

-- The share of the audience that gets nothing, in percent; null: nobody is held out.
ALTER TABLE "campaign" ADD COLUMN "holdout_percent" INTEGER;

-- What the campaign cost in minor units of the shop's currency, in all or per message sent; null where nobody said.
ALTER TABLE "campaign" ADD COLUMN "cost_minor" BIGINT;
ALTER TABLE "campaign" ADD COLUMN "cost_per" TEXT;
