-- AlterTable
ALTER TABLE "contact" ADD COLUMN "phone" TEXT,
ADD COLUMN "phone_hash" TEXT,
ADD COLUMN "sms_consent" TEXT NOT NULL DEFAULT 'not_subscribed',
ADD COLUMN "sms_consent_at" TIMESTAMPTZ(6),
ADD COLUMN "whatsapp_consent" TEXT NOT NULL DEFAULT 'not_subscribed',
ADD COLUMN "whatsapp_consent_at" TIMESTAMPTZ(6);

-- Nobody who was forgotten is given consents that could be taken for given.
UPDATE "contact" SET "sms_consent" = 'redacted', "sms_consent_at" = "redacted_at",
  "whatsapp_consent" = 'redacted', "whatsapp_consent_at" = "redacted_at"
WHERE "redacted_at" IS NOT NULL;

-- CreateIndex
CREATE INDEX "contact_shop_id_phone_hash_idx" ON "contact"("shop_id", "phone_hash");
