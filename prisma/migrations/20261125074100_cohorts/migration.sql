-- Customers by the month and the message of their first order: derived, and made anew as a whole.
CREATE TABLE "cohort_sum" (
    "shop_id" INTEGER NOT NULL,
    "month" DATE NOT NULL,
    "version_id" BIGINT NOT NULL,
    "age" INTEGER NOT NULL,
    "customers" INTEGER NOT NULL,
    "returned" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    "value_minor" BIGINT NOT NULL,

    CONSTRAINT "cohort_sum_pkey" PRIMARY KEY ("shop_id","month","version_id","age")
);

-- Whether what changed since they were made is in them.
CREATE TABLE "cohort_state" (
    "shop_id" INTEGER NOT NULL,
    "changes" BIGINT NOT NULL,
    "made" BIGINT NOT NULL DEFAULT 0,
    "made_at" TIMESTAMPTZ(6),
    "next_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "cohort_state_pkey" PRIMARY KEY ("shop_id")
);
CREATE INDEX "cohort_state_due_idx" ON "cohort_state" ("next_at") WHERE "made" < "changes";

INSERT INTO "cohort_state" ("shop_id", "changes", "next_at") SELECT "id", 1, now() FROM "shop";
