-- A campaign that another tool sent: it has no deliveries here.
ALTER TABLE "campaign" ADD COLUMN "sent_elsewhere" BOOLEAN NOT NULL DEFAULT false;

-- When tracking was turned on for what had been sent without it; its links carry no utm_id.
ALTER TABLE "message_version" ADD COLUMN "adopted_at" TIMESTAMPTZ(6);
