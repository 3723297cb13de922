-- CreateTable
CREATE TABLE "retention" (
    "shop_id" INTEGER NOT NULL,
    "click_months" INTEGER NOT NULL,
    "touch_months" INTEGER NOT NULL,
    "receipt_days" INTEGER NOT NULL,
    "clicks_since" TIMESTAMPTZ(6),
    "touches_since" TIMESTAMPTZ(6),

    CONSTRAINT "retention_pkey" PRIMARY KEY ("shop_id")
);

-- A receipt is kept for some days after it was worked off, however late that was.
ALTER TABLE "webhook_receipt" ADD COLUMN "finished_at" TIMESTAMPTZ(6);

-- Which orders a request to forget names: what comes of them later is recognised by it.
ALTER TABLE "privacy_request" ADD COLUMN "order_ids" BIGINT[] NOT NULL DEFAULT ARRAY[]::BIGINT[];
CREATE INDEX "privacy_request_shop_id_shopify_customer_id_idx" ON "privacy_request"("shop_id", "shopify_customer_id");
