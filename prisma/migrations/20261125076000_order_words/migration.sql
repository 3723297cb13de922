-- What a shop lets the app tell Shopify; no row: nothing.
CREATE TABLE "shopify_sharing" (
    "shop_id" INTEGER NOT NULL,
    "orders" BOOLEAN NOT NULL DEFAULT false,
    "orders_failure" TEXT,

    CONSTRAINT "shopify_sharing_pkey" PRIMARY KEY ("shop_id")
);

-- What Shopify's orders say of who earned them, and which are to be told anew.
CREATE TABLE "order_word" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "written" TEXT,
    "changes" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(6),
    "held_until" TIMESTAMPTZ(6),
    "failure" TEXT,

    CONSTRAINT "order_word_pkey" PRIMARY KEY ("shop_id","order_id")
);
CREATE INDEX "order_word_due" ON "order_word" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "order_word_shop_due" ON "order_word" ("shop_id", "due_at") WHERE "due_at" IS NOT NULL;
