-- What attribution settings say beside model, window and scope.
ALTER TABLE "attribution_settings"
  ADD COLUMN "channel_windows" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "half_life_days" INTEGER NOT NULL DEFAULT 7,
  ADD COLUMN "refused_grades" TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN "renewals" TEXT NOT NULL DEFAULT 'apart',
  ADD COLUMN "basis" TEXT NOT NULL DEFAULT 'total';

-- A version is what numbers were made by: it is never edited.
CREATE FUNCTION refuse_settings_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'attribution settings are never edited: a change is a new version';
END $$;
CREATE TRIGGER attribution_settings_never_edited BEFORE UPDATE ON "attribution_settings"
  FOR EACH ROW EXECUTE FUNCTION refuse_settings_edit();

-- What of a subscription's renewal goes to the messages that won its first order, outside the headline.
CREATE TABLE "renewal_credit" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "version_id" BIGINT NOT NULL,
    "first_order_id" BIGINT NOT NULL,
    "settings_version" INTEGER NOT NULL,
    "weight_ppm" INTEGER NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "renewal_credit_pkey" PRIMARY KEY ("shop_id","order_id","ordinal")
);
CREATE INDEX "renewal_credit_shop_id_version_id_idx" ON "renewal_credit"("shop_id", "version_id");

-- The recomputation that a shop's newest settings asked for.
CREATE TABLE "recomputation" (
    "shop_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "asked_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "recomputation_pkey" PRIMARY KEY ("shop_id","version")
);

-- What of it is still to do: stretches of order ids that part all of them. Gone once their orders are decided.
CREATE TABLE "recomputation_part" (
    "shop_id" INTEGER NOT NULL,
    "first_id" BIGINT NOT NULL,
    "last_id" BIGINT NOT NULL,
    "orders" INTEGER NOT NULL,

    CONSTRAINT "recomputation_part_pkey" PRIMARY KEY ("shop_id","first_id")
);
