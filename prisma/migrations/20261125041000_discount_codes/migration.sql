-- AlterTable
ALTER TABLE "order" ADD COLUMN "discount_codes" TEXT;

-- AlterTable
ALTER TABLE "message" ADD COLUMN "discount_code" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "message_version" ADD COLUMN "discount_code" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE INDEX "message_version_shop_id_discount_code_idx" ON "message_version"("shop_id", "discount_code");
