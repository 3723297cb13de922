-- CreateTable
CREATE TABLE "sync_state" (
    "shop_id" INTEGER NOT NULL,
    "backfill_state" TEXT NOT NULL,
    "backfill_asked_at" TIMESTAMPTZ(6) NOT NULL,
    "bulk_operation_id" TEXT,
    "backfilled_orders" INTEGER NOT NULL DEFAULT 0,
    "backfill_finished_at" TIMESTAMPTZ(6),
    "backfill_failure" TEXT,
    "cursor" TIMESTAMPTZ(6) NOT NULL,
    "next_sweep_at" TIMESTAMPTZ(6) NOT NULL,
    "last_sweep_at" TIMESTAMPTZ(6),
    "last_checked" INTEGER NOT NULL DEFAULT 0,
    "last_missing" INTEGER NOT NULL DEFAULT 0,
    "last_different" INTEGER NOT NULL DEFAULT 0,
    "last_repaired" INTEGER NOT NULL DEFAULT 0,
    "last_difference_minor" BIGINT NOT NULL DEFAULT 0,
    "sweep_failure" TEXT,
    "repair_asked_at" TIMESTAMPTZ(6),
    "repair_finished_at" TIMESTAMPTZ(6),
    "repair_checked" INTEGER NOT NULL DEFAULT 0,
    "repair_repaired" INTEGER NOT NULL DEFAULT 0,
    "repair_failure" TEXT,

    CONSTRAINT "sync_state_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "order_deletion" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "deleted_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "order_deletion_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- Each minute the shops are asked for whose sweep is due.
CREATE INDEX "sync_state_next_sweep_at_idx" ON "sync_state"("next_sweep_at");
