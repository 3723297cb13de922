-- A flow whose contacts enter one by one; the draft that the merchant edits, and what of it is published.
CREATE TABLE "automation" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "draft" JSONB NOT NULL,
    "version" INTEGER,
    "listens_to" TEXT[] NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "deleted_at" TIMESTAMPTZ(6),

    CONSTRAINT "automation_pkey" PRIMARY KEY ("shop_id","id")
);
CREATE INDEX "automation_shop_id_status_updated_at_idx" ON "automation"("shop_id", "status", "updated_at");

-- As it was published; never changed. Contacts finish the version that they entered.
CREATE TABLE "automation_version" (
    "shop_id" INTEGER NOT NULL,
    "automation_id" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "messages" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "automation_version_pkey" PRIMARY KEY ("shop_id","automation_id","version")
);
ALTER TABLE "automation_version" ADD CONSTRAINT "automation_version_shop_id_automation_id_fkey"
  FOREIGN KEY ("shop_id", "automation_id") REFERENCES "automation"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One contact's way through a version.
CREATE TABLE "enrolment" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "automation_id" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "contact_id" BIGINT NOT NULL,
    "trigger_key" TEXT NOT NULL,
    "trigger_id" TEXT NOT NULL,
    "order_id" BIGINT,
    "since" TIMESTAMPTZ(6) NOT NULL,
    "consented" TEXT[] NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "step_id" TEXT,
    "wait_until" TIMESTAMPTZ(6),
    "due_at" TIMESTAMPTZ(6),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "entered_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),

    CONSTRAINT "enrolment_pkey" PRIMARY KEY ("shop_id","id")
);
CREATE UNIQUE INDEX "enrolment_shop_id_automation_id_contact_id_trigger_key_key"
  ON "enrolment"("shop_id", "automation_id", "contact_id", "trigger_key");
-- A contact is inside an automation once at a time.
CREATE UNIQUE INDEX "enrolment_inside" ON "enrolment"("shop_id", "automation_id", "contact_id") WHERE state = 'inside';
CREATE INDEX "enrolment_contact_inside" ON "enrolment"("shop_id", "contact_id") WHERE state = 'inside';
-- Who waits costs nothing until due: the first of this index says whether anything is.
CREATE INDEX "enrolment_due" ON "enrolment"("due_at", "shop_id", "id") WHERE due_at IS NOT NULL;
CREATE INDEX "enrolment_shop_id_automation_id_step_id_idx" ON "enrolment"("shop_id", "automation_id", "state", "step_id");
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_shop_id_automation_id_version_fkey"
  FOREIGN KEY ("shop_id", "automation_id", "version") REFERENCES "automation_version"("shop_id", "automation_id", "version")
  ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_shop_id_contact_id_fkey"
  FOREIGN KEY ("shop_id", "contact_id") REFERENCES "contact"("shop_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What a step came to: its key is why none is done twice.
CREATE TABLE "enrolment_step" (
    "shop_id" INTEGER NOT NULL,
    "enrolment_id" BIGINT NOT NULL,
    "step_id" TEXT NOT NULL,
    "automation_id" BIGINT NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "enrolment_step_pkey" PRIMARY KEY ("shop_id","enrolment_id","step_id")
);
CREATE INDEX "enrolment_step_shop_id_automation_id_step_id_outcome_idx"
  ON "enrolment_step"("shop_id", "automation_id", "step_id", "outcome");
ALTER TABLE "enrolment_step" ADD CONSTRAINT "enrolment_step_shop_id_enrolment_id_fkey"
  FOREIGN KEY ("shop_id", "enrolment_id") REFERENCES "enrolment"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What happened to a customer, until the automations have looked at it.
CREATE TABLE "happening" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "shopify_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "order_id" BIGINT,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "happening_pkey" PRIMARY KEY ("shop_id","id")
);
CREATE INDEX "happening_due" ON "happening"("due_at", "shop_id");

-- Checkouts that are not finished, until it is time to look whether an order came of them.
CREATE TABLE "open_checkout" (
    "shop_id" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "shopify_id" BIGINT NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "open_checkout_pkey" PRIMARY KEY ("shop_id","token")
);
CREATE INDEX "open_checkout_changed" ON "open_checkout"("shop_id", "changed_at");

-- Who was in a segment that an automation watches, or met a query of Shopify's segments, when it was last read.
CREATE TABLE "segment_member" (
    "shop_id" INTEGER NOT NULL,
    "segment" TEXT NOT NULL,
    "shopify_id" BIGINT NOT NULL,
    "run" BIGINT NOT NULL,

    CONSTRAINT "segment_member_pkey" PRIMARY KEY ("shop_id","segment","shopify_id")
);
CREATE TABLE "segment_watch" (
    "shop_id" INTEGER NOT NULL,
    "segment" TEXT NOT NULL,
    "run" BIGINT NOT NULL,
    "read_at" TIMESTAMPTZ(6),
    "next_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "segment_watch_pkey" PRIMARY KEY ("shop_id","segment")
);
CREATE INDEX "segment_watch_next" ON "segment_watch"("next_at");

-- A contact's tags as Shopify has them.
ALTER TABLE "contact" ADD COLUMN "tags" TEXT[] NOT NULL DEFAULT '{}';

-- A message may be that of an automation's step; it belongs to one thing alone.
ALTER TABLE "message" ADD COLUMN "automation_id" BIGINT;
ALTER TABLE "message" ADD COLUMN "step_id" TEXT;
ALTER TABLE "message" ADD COLUMN "step_name" TEXT;
CREATE UNIQUE INDEX "message_shop_id_automation_id_step_id_key" ON "message"("shop_id", "automation_id", "step_id");
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_automation_id_fkey"
  FOREIGN KEY ("shop_id", "automation_id") REFERENCES "automation"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "message" ADD CONSTRAINT "message_has_one_owner"
  CHECK (num_nonnulls("campaign_id", "tracking_link_id", "automation_id") <= 1
    AND num_nonnulls("automation_id", "step_id", "step_name") IN (0, 3));

-- A contact who enters again gets a message again.
ALTER TABLE "delivery" ADD COLUMN "enrolment_id" BIGINT;
DROP INDEX "delivery_shop_id_version_id_contact_id_key";
CREATE UNIQUE INDEX "delivery_shop_id_version_id_contact_id_enrolment_id_key"
  ON "delivery"("shop_id", "version_id", "contact_id", "enrolment_id") NULLS NOT DISTINCT;
CREATE INDEX "delivery_shop_id_enrolment_id_idx" ON "delivery"("shop_id", "enrolment_id") WHERE enrolment_id IS NOT NULL;
ALTER TABLE "delivery" ADD COLUMN "under_cap" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_shop_id_enrolment_id_fkey"
  FOREIGN KEY ("shop_id", "enrolment_id") REFERENCES "enrolment"("shop_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;
