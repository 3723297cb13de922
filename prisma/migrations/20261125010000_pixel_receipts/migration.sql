-- Pixel events that wait to be worked off; each goes with the transaction that does.
CREATE TABLE "pixel_receipt" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "pixel_receipt_pkey" PRIMARY KEY ("shop_id","id")
);
