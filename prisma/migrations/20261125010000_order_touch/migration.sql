-- CreateTable
CREATE TABLE "order_touch" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "touch_at" TIMESTAMPTZ(6) NOT NULL,
    "timed" BOOLEAN NOT NULL,
    "grade" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "medium" TEXT,
    "channel" TEXT NOT NULL,
    "version_id" BIGINT,

    CONSTRAINT "order_touch_pkey" PRIMARY KEY ("shop_id","order_id","ordinal")
);

-- CreateIndex
CREATE INDEX "order_touch_shop_id_version_id_idx" ON "order_touch"("shop_id", "version_id");
