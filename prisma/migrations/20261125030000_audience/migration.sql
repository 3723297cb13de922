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
