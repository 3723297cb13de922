-- CreateTable
CREATE TABLE "channel_provider" (
    "shop_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "sealed_credentials" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "connected_at" TIMESTAMPTZ(6) NOT NULL,
    "last_error" TEXT,
    "last_error_at" TIMESTAMPTZ(6),

    CONSTRAINT "channel_provider_pkey" PRIMARY KEY ("shop_id","channel")
);

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN "delivered_at" TIMESTAMPTZ(6),
ADD COLUMN "read_at" TIMESTAMPTZ(6),
ADD COLUMN "replies" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "last_reply_id" TEXT;
