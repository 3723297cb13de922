-- The parts of an order's total are facts: the ledger can be rebuilt from them alone.
ALTER TABLE "order"
  ADD COLUMN "gross_minor" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "discount_minor" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "shipping_minor" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "tax_minor" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "duty_minor" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "tip_minor" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "edit_minor" BIGINT NOT NULL DEFAULT 0;

ALTER TABLE "refund"
  ADD COLUMN "shipping_minor" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "duty_minor" BIGINT NOT NULL DEFAULT 0;
