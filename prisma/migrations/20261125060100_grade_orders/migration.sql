-- Distinct orders by the evidence that they rest on.
ALTER TABLE "credit_day" ADD COLUMN "grade_orders" INTEGER NOT NULL DEFAULT 0;
INSERT INTO "day_mark" ("shop_id", "crowd") SELECT "id", true FROM "shop";
