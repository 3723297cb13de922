-- Orders and their money by day in the shop's zone: derived, and made anew for each day that changes.
CREATE TABLE "sales_day" (
    "shop_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "bucket" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "medium" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "subscription" TEXT NOT NULL,
    "orders" INTEGER NOT NULL,
    "other_currency" INTEGER NOT NULL,
    "value_minor" BIGINT NOT NULL,
    "taken_minor" BIGINT NOT NULL,
    "moved_minor" BIGINT NOT NULL,
    "moved_taken_minor" BIGINT NOT NULL,

    CONSTRAINT "sales_day_pkey" PRIMARY KEY ("shop_id","day","bucket","reason","source","medium","channel","subscription")
);

-- The same of credits: what each message version earned.
CREATE TABLE "credit_day" (
    "shop_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "version_id" BIGINT NOT NULL,
    "grade" TEXT NOT NULL,
    "subscription" TEXT NOT NULL,
    "apart" BOOLEAN NOT NULL,
    "orders" INTEGER NOT NULL,
    "weight_ppm" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "taken_minor" BIGINT NOT NULL,
    "moved_minor" BIGINT NOT NULL,
    "moved_taken_minor" BIGINT NOT NULL,

    CONSTRAINT "credit_day_pkey" PRIMARY KEY ("shop_id","day","version_id","grade","subscription","apart")
);

-- Days to make anew; without a day, all of the shop's.
CREATE TABLE "day_mark" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "day" DATE,
    "crowd" BOOLEAN NOT NULL DEFAULT false,
    "marked_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "day_mark_pkey" PRIMARY KEY ("shop_id","id")
);
CREATE INDEX "day_mark_crowd_marked_at_idx" ON "day_mark" ("crowd", "marked_at");
CREATE INDEX "day_mark_shop_id_crowd_day_idx" ON "day_mark" ("shop_id", "crowd", "day" DESC);

INSERT INTO "day_mark" ("shop_id", "crowd") SELECT "id", true FROM "shop";
