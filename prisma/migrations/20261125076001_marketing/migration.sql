ALTER TABLE "shopify_sharing"
    ADD COLUMN "marketing" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "marketing_failure" TEXT,
    ADD COLUMN "marketing_next_at" TIMESTAMPTZ(6),
    ADD COLUMN "marketing_told_at" TIMESTAMPTZ(6);
CREATE INDEX "shopify_sharing_marketing_next_at_idx" ON "shopify_sharing" ("marketing_next_at");

-- Shopify's marketing activities that are ours, one for each set of tags.
CREATE TABLE "marketing_activity" (
    "shop_id" INTEGER NOT NULL,
    "remote_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "told" TEXT,
    "failure" TEXT,

    CONSTRAINT "marketing_activity_pkey" PRIMARY KEY ("shop_id","remote_id")
);

-- What Shopify was told of one of them for a day.
CREATE TABLE "marketing_day" (
    "shop_id" INTEGER NOT NULL,
    "remote_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "told" TEXT NOT NULL,

    CONSTRAINT "marketing_day_pkey" PRIMARY KEY ("shop_id","remote_id","day"),
    CONSTRAINT "marketing_day_shop_id_remote_id_fkey" FOREIGN KEY ("shop_id","remote_id")
        REFERENCES "marketing_activity" ("shop_id","remote_id") ON DELETE CASCADE ON UPDATE CASCADE
);
