-- What came back of a delivery, and that its recipient reported it as spam.
ALTER TABLE "delivery" ADD COLUMN "bounce" TEXT;
ALTER TABLE "delivery" ADD COLUMN "bounced_at" TIMESTAMPTZ(6);
ALTER TABLE "delivery" ADD COLUMN "complained_at" TIMESTAMPTZ(6);

-- Addresses and numbers that a shop sends nothing more to, by their keyed hash.
CREATE TABLE "suppression" (
    "shop_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "address_hash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "suppressed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "suppression_pkey" PRIMARY KEY ("shop_id","channel","address_hash")
);
CREATE INDEX "suppression_shop_id_suppressed_at_idx" ON "suppression"("shop_id", "suppressed_at");

-- Where a shop's e-mails come back to, and how far it was read.
CREATE TABLE "bounce_mailbox" (
    "shop_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "sealed_credentials" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "connected_at" TIMESTAMPTZ(6) NOT NULL,
    "uid_validity" BIGINT,
    "last_uid" BIGINT NOT NULL DEFAULT 0,
    "next_read_at" TIMESTAMPTZ(6) NOT NULL,
    "last_read_at" TIMESTAMPTZ(6),
    "last_error" TEXT,

    CONSTRAINT "bounce_mailbox_pkey" PRIMARY KEY ("shop_id")
);
CREATE INDEX "bounce_mailbox_next_read_at_idx" ON "bounce_mailbox"("next_read_at");
