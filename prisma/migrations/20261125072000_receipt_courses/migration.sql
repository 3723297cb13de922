-- What a receipt says in two parts: what happened and what it was known by, which settings change little of, and what the
-- settings make of it. New settings write only the second, which is small.
CREATE TABLE "order_course" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "course" JSONB NOT NULL,

    CONSTRAINT "order_course_pkey" PRIMARY KEY ("shop_id","order_id")
);
ALTER TABLE "order_standing" RENAME COLUMN "receipt" TO "ruling";
ALTER TABLE "order_standing" ADD COLUMN "digest" TEXT NOT NULL DEFAULT '';

INSERT INTO "order_course" (shop_id, order_id, course)
SELECT shop_id, order_id, ruling - ARRAY['bucket', 'reason', 'rule', 'deciding', 'credits', 'nearest'] || jsonb_build_object(
    'trail', (SELECT coalesce(jsonb_agg(entry - 'deciding' ORDER BY place), '[]')
              FROM jsonb_array_elements(ruling -> 'trail') WITH ORDINALITY AS t (entry, place)),
    'evidence', (SELECT coalesce(jsonb_agg(line - 'rejection' ORDER BY place), '[]')
                 FROM jsonb_array_elements(ruling -> 'evidence') WITH ORDINALITY AS t (line, place)),
    'renewal', CASE jsonb_typeof(ruling -> 'renewal') WHEN 'object' THEN (ruling -> 'renewal') - 'credits' ELSE 'null' END)
FROM "order_standing" WHERE ruling ? 'trail';

UPDATE "order_standing" SET ruling = jsonb_build_object(
    'deciding', ruling -> 'deciding',
    'entry', (SELECT min(place) - 1 FROM jsonb_array_elements(ruling -> 'trail') WITH ORDINALITY AS t (entry, place)
              WHERE (entry ->> 'deciding')::boolean),
    'rejections', (SELECT coalesce(jsonb_agg(line -> 'rejection' ORDER BY place), '[]')
                   FROM jsonb_array_elements(ruling -> 'evidence') WITH ORDINALITY AS t (line, place)),
    'nearest', ruling -> 'nearest')
WHERE ruling ? 'trail';
