-- The e-mail that tells how the shop did: when, to whom, and what became of each.
CREATE TABLE "digest" (
    "shop_id" INTEGER NOT NULL,
    "cadence" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "hour" INTEGER NOT NULL,
    "next_at" TIMESTAMPTZ(6),

    CONSTRAINT "digest_pkey" PRIMARY KEY ("shop_id")
);
CREATE INDEX "digest_next_at" ON "digest"("next_at");

CREATE TABLE "digest_recipient" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "address" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(6) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(6),

    CONSTRAINT "digest_recipient_pkey" PRIMARY KEY ("shop_id", "id")
);
CREATE UNIQUE INDEX "digest_recipient_shop_id_address_key" ON "digest_recipient"("shop_id", "address");

CREATE TABLE "digest_mail" (
    "shop_id" INTEGER NOT NULL,
    "recipient_id" BIGINT NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "digest_mail_pkey" PRIMARY KEY ("shop_id", "recipient_id", "due_at"),
    CONSTRAINT "digest_mail_recipient_fkey" FOREIGN KEY ("shop_id", "recipient_id")
        REFERENCES "digest_recipient" ("shop_id", "id") ON DELETE CASCADE
);
