-- The visual design of an e-mail, the approved template of a WhatsApp message, and the voice of a call.
ALTER TABLE "message" ADD COLUMN "design" TEXT;
ALTER TABLE "message" ADD COLUMN "template" TEXT;
ALTER TABLE "message" ADD COLUMN "voice" TEXT NOT NULL DEFAULT '';

-- What of it is sent.
ALTER TABLE "message_version" ADD COLUMN "template" TEXT;
ALTER TABLE "message_version" ADD COLUMN "voice" TEXT NOT NULL DEFAULT '';
