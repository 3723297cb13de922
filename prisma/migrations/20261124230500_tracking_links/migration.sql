-- CreateTable
CREATE TABLE "tracking_link" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "group_name" TEXT NOT NULL DEFAULT '',
    "archived_at" TIMESTAMPTZ(6),
    "expires_at" TIMESTAMPTZ(6),
    "fallback_url" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "tracking_link_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tracking_link_shop_id_slug_key" ON "tracking_link"("shop_id", "slug");

-- CreateIndex
CREATE INDEX "tracking_link_shop_id_updated_at_idx" ON "tracking_link"("shop_id", "updated_at");

-- AlterTable
ALTER TABLE "message" ADD COLUMN "tracking_link_id" BIGINT;

-- CreateIndex
CREATE UNIQUE INDEX "message_shop_id_tracking_link_id_key" ON "message"("shop_id", "tracking_link_id");

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_tracking_link_id_fkey" FOREIGN KEY ("shop_id", "tracking_link_id") REFERENCES "tracking_link"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "click"
    ALTER COLUMN "delivery_id" DROP NOT NULL,
    ADD COLUMN "visitor" TEXT;
