-- What a version of the attribution settings came to when the next one took its place, day by day in the shop's zone.
CREATE TABLE "kept_standings" (
    "shop_id" INTEGER NOT NULL,
    "settings_version" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "bucket" TEXT NOT NULL,
    "orders" INTEGER NOT NULL,
    "value_minor" BIGINT NOT NULL,
    "other_currency" INTEGER NOT NULL,

    CONSTRAINT "kept_standings_pkey" PRIMARY KEY ("shop_id","settings_version","day","bucket")
);
CREATE TABLE "kept_credits" (
    "shop_id" INTEGER NOT NULL,
    "settings_version" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "version_id" BIGINT NOT NULL,
    "orders" INTEGER NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "kept_credits_pkey" PRIMARY KEY ("shop_id","settings_version","day","version_id")
);
