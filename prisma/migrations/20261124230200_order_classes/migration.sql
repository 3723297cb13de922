-- AlterTable
ALTER TABLE "order"
    ADD COLUMN "presentment_minor" BIGINT,
    ADD COLUMN "gift_card_minor" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "paid_by_gift_card" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "selling_plan" BOOLEAN,
    ADD COLUMN "dispute" TEXT;

-- AlterTable
ALTER TABLE "ledger_entry" ADD COLUMN "gift_card_minor" BIGINT NOT NULL DEFAULT 0;
