-- CreateTable
CREATE TABLE "tag_defaults" (
    "shop_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "medium" TEXT NOT NULL,
    "campaign" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "tag_defaults_pkey" PRIMARY KEY ("shop_id")
);

-- The check whether a message is sent out asks per version after each delivery.
DROP INDEX "delivery_shop_id_state_idx";
CREATE INDEX "delivery_shop_id_version_id_state_idx" ON "delivery"("shop_id", "version_id", "state");
