-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "isOnline" BOOLEAN NOT NULL DEFAULT false,
    "scope" TEXT,
    "expires" TIMESTAMP(3),
    "accessToken" TEXT NOT NULL,
    "userId" BIGINT,
    "firstName" TEXT,
    "lastName" TEXT,
    "email" TEXT,
    "accountOwner" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT,
    "collaborator" BOOLEAN DEFAULT false,
    "emailVerified" BOOLEAN DEFAULT false,
    "refreshToken" TEXT,
    "refreshTokenExpires" TIMESTAMP(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shop" (
    "id" SERIAL NOT NULL,
    "domain" TEXT NOT NULL,
    "pixel_account" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "currency" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "storefront_url" TEXT NOT NULL,
    "pixel_id" TEXT,
    "pixel_error" TEXT,
    "last_webhook_at" TIMESTAMPTZ(6),
    "last_pixel_at" TIMESTAMPTZ(6),
    "installed_at" TIMESTAMPTZ(6) NOT NULL,
    "uninstalled_at" TIMESTAMPTZ(6),

    CONSTRAINT "shop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "intake_drop" (
    "day" DATE NOT NULL,
    "door" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "intake_drop_pkey" PRIMARY KEY ("day","door","reason")
);

-- CreateTable
CREATE TABLE "worker_process" (
    "worker_id" TEXT NOT NULL,
    "lock_key" BIGINT NOT NULL,

    CONSTRAINT "worker_process_pkey" PRIMARY KEY ("worker_id")
);

-- CreateTable
CREATE TABLE "contact" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "shopify_id" BIGINT NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "email" TEXT,
    "email_hash" TEXT,
    "email_consent" TEXT NOT NULL,
    "email_consent_at" TIMESTAMPTZ(6),
    "redacted_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "privacy_request" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "shopify_customer_id" BIGINT,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "done_at" TIMESTAMPTZ(6),

    CONSTRAINT "privacy_request_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "segment_id" TEXT,
    "segment_name" TEXT,
    "send_mode" TEXT NOT NULL DEFAULT 'draft',
    "scheduled_at" TIMESTAMPTZ(6),
    "started_at" TIMESTAMPTZ(6),
    "expanded_at" TIMESTAMPTZ(6),
    "sent_at" TIMESTAMPTZ(6),
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "message" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "campaign_id" BIGINT,
    "channel" TEXT NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "preheader" TEXT NOT NULL DEFAULT '',
    "html" TEXT NOT NULL DEFAULT '',
    "text" TEXT NOT NULL DEFAULT '',
    "track_sales" BOOLEAN NOT NULL DEFAULT false,
    "utm_source" TEXT NOT NULL DEFAULT '',
    "utm_medium" TEXT NOT NULL DEFAULT '',
    "utm_campaign" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "message_version" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "message_id" BIGINT NOT NULL,
    "public_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "preheader" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "track_sales" BOOLEAN NOT NULL,
    "utm_source" TEXT NOT NULL,
    "utm_medium" TEXT NOT NULL,
    "utm_campaign" TEXT NOT NULL,
    "frozen_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "message_version_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "link" (
    "shop_id" INTEGER NOT NULL,
    "version_id" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "tagged_url" TEXT NOT NULL,

    CONSTRAINT "link_pkey" PRIMARY KEY ("shop_id","version_id","position")
);

-- CreateTable
CREATE TABLE "delivery" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "version_id" BIGINT NOT NULL,
    "contact_id" BIGINT NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "provider_message_id" TEXT,
    "queued_at" TIMESTAMPTZ(6) NOT NULL,
    "sending_at" TIMESTAMPTZ(6),
    "sent_at" TIMESTAMPTZ(6),
    "unsubscribed_at" TIMESTAMPTZ(6),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "click" (
    "shop_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "id" UUID NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "version_id" BIGINT NOT NULL,
    "link_position" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "user_agent" TEXT,
    "verdict" TEXT NOT NULL,
    "verdict_reason" TEXT,

    CONSTRAINT "click_pkey" PRIMARY KEY ("shop_id","at","id")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "touch" (
    "shop_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "id" UUID NOT NULL,
    "visitor" TEXT NOT NULL,
    "seen_by" TEXT NOT NULL,
    "click_id" UUID,
    "utm_source" TEXT,
    "utm_medium" TEXT,
    "utm_campaign" TEXT,
    "utm_id" TEXT,
    "ad_param" TEXT,
    "referrer" TEXT,
    "path" TEXT,

    CONSTRAINT "touch_pkey" PRIMARY KEY ("shop_id","at","id")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "checkout" (
    "shop_id" INTEGER NOT NULL,
    "token" TEXT NOT NULL,
    "visitor" TEXT NOT NULL,
    "order_id" BIGINT,
    "completed_at" TIMESTAMPTZ(6) NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "checkout_pkey" PRIMARY KEY ("shop_id","token")
);

-- CreateTable
CREATE TABLE "webhook_receipt" (
    "shop_id" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "api_version" TEXT,
    "triggered_at" TIMESTAMPTZ(6),
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "webhook_receipt_pkey" PRIMARY KEY ("shop_id","received_at","webhook_id")
) PARTITION BY RANGE ("received_at");

-- CreateTable
CREATE TABLE "webhook_seen" (
    "shop_id" INTEGER NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "webhook_seen_pkey" PRIMARY KEY ("shop_id","webhook_id")
);

-- CreateTable
CREATE TABLE "order" (
    "shop_id" INTEGER NOT NULL,
    "id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "processed_at" TIMESTAMPTZ(6) NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(6),
    "test" BOOLEAN NOT NULL,
    "source_name" TEXT,
    "financial_status" TEXT,
    "currency" TEXT NOT NULL,
    "presentment_currency" TEXT,
    "value_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "customer_id" BIGINT,
    "checkout_token" TEXT,
    "cart_token" TEXT,
    "landing_site" TEXT,
    "referring_site" TEXT,
    "cart_click_token" TEXT,

    CONSTRAINT "order_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "refund" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "processed_at" TIMESTAMPTZ(6) NOT NULL,
    "goods_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("shop_id","order_id","id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "shop_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "order_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "ref" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "gross_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL,
    "return_minor" BIGINT NOT NULL,
    "shipping_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "duty_minor" BIGINT NOT NULL,
    "tip_minor" BIGINT NOT NULL,
    "other_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("shop_id","at","order_id","kind","ref")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "order_journey" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "visits" JSONB NOT NULL,
    "polls" INTEGER NOT NULL DEFAULT 0,
    "fetched_at" TIMESTAMPTZ(6),

    CONSTRAINT "order_journey_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "attribution_settings" (
    "shop_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "window_days" INTEGER NOT NULL,
    "scope" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "attribution_settings_pkey" PRIMARY KEY ("shop_id","version")
);

-- CreateTable
CREATE TABLE "order_standing" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "settings_version" INTEGER NOT NULL,
    "bucket" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "receipt" JSONB NOT NULL,
    "computed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "order_standing_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "credit" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "model" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "version_id" BIGINT NOT NULL,
    "settings_version" INTEGER NOT NULL,
    "touch_at" TIMESTAMPTZ(6) NOT NULL,
    "grade" TEXT NOT NULL,
    "weight_ppm" INTEGER NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "credit_pkey" PRIMARY KEY ("shop_id","order_id","model","ordinal")
);

-- CreateIndex
CREATE INDEX "Session_shop_idx" ON "Session"("shop");

-- CreateIndex
CREATE UNIQUE INDEX "shop_domain_key" ON "shop"("domain");

-- CreateIndex
CREATE UNIQUE INDEX "shop_pixel_account_key" ON "shop"("pixel_account");

-- CreateIndex
CREATE INDEX "contact_shop_id_email_hash_idx" ON "contact"("shop_id", "email_hash");

-- CreateIndex
CREATE UNIQUE INDEX "contact_shop_id_shopify_id_key" ON "contact"("shop_id", "shopify_id");

-- CreateIndex
CREATE INDEX "campaign_shop_id_status_updated_at_idx" ON "campaign"("shop_id", "status", "updated_at");

-- CreateIndex
CREATE INDEX "message_shop_id_campaign_id_idx" ON "message"("shop_id", "campaign_id");

-- CreateIndex
CREATE INDEX "message_version_shop_id_message_id_idx" ON "message_version"("shop_id", "message_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_version_shop_id_public_id_key" ON "message_version"("shop_id", "public_id");

-- CreateIndex
CREATE INDEX "delivery_shop_id_contact_id_idx" ON "delivery"("shop_id", "contact_id");

-- CreateIndex
CREATE INDEX "delivery_shop_id_state_idx" ON "delivery"("shop_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_shop_id_version_id_contact_id_key" ON "delivery"("shop_id", "version_id", "contact_id");

-- CreateIndex
CREATE INDEX "click_shop_id_delivery_id_idx" ON "click"("shop_id", "delivery_id");

-- CreateIndex
CREATE INDEX "click_shop_id_version_id_at_idx" ON "click"("shop_id", "version_id", "at");

-- CreateIndex
CREATE INDEX "touch_shop_id_visitor_at_idx" ON "touch"("shop_id", "visitor", "at");

-- CreateIndex
CREATE INDEX "checkout_shop_id_order_id_idx" ON "checkout"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "order_shop_id_processed_at_idx" ON "order"("shop_id", "processed_at");

-- CreateIndex
CREATE INDEX "order_shop_id_checkout_token_idx" ON "order"("shop_id", "checkout_token");

-- CreateIndex
CREATE INDEX "order_shop_id_customer_id_idx" ON "order"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "ledger_entry_shop_id_order_id_idx" ON "ledger_entry"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "order_standing_shop_id_bucket_idx" ON "order_standing"("shop_id", "bucket");

-- CreateIndex
CREATE INDEX "credit_shop_id_version_id_idx" ON "credit"("shop_id", "version_id");

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_shop_id_campaign_id_fkey" FOREIGN KEY ("shop_id", "campaign_id") REFERENCES "campaign"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_version" ADD CONSTRAINT "message_version_shop_id_message_id_fkey" FOREIGN KEY ("shop_id", "message_id") REFERENCES "message"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link" ADD CONSTRAINT "link_shop_id_version_id_fkey" FOREIGN KEY ("shop_id", "version_id") REFERENCES "message_version"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_shop_id_version_id_fkey" FOREIGN KEY ("shop_id", "version_id") REFERENCES "message_version"("shop_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_shop_id_contact_id_fkey" FOREIGN KEY ("shop_id", "contact_id") REFERENCES "contact"("shop_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- Partitions by month live in a schema of their own, out of the sight of Prisma's drift check.
-- What falls outside the months made so far goes to the default partition and is moved when its month is made.
CREATE SCHEMA part;

CREATE TABLE part.click_default PARTITION OF click DEFAULT;
CREATE TABLE part.touch_default PARTITION OF touch DEFAULT;
CREATE TABLE part.webhook_receipt_default PARTITION OF webhook_receipt DEFAULT;
CREATE TABLE part.ledger_entry_default PARTITION OF ledger_entry DEFAULT;

CREATE FUNCTION ensure_month_partitions(first_day date, last_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  parent record;
  month date;
  child text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_month_partitions'));
  FOR parent IN SELECT * FROM (VALUES ('click', 'at'), ('touch', 'at'), ('webhook_receipt', 'received_at'), ('ledger_entry', 'at')) AS t(name, key) LOOP
    FOR month IN SELECT generate_series(date_trunc('month', first_day), date_trunc('month', last_day), interval '1 month')::date LOOP
      child := format('%s_%s', parent.name, to_char(month, 'YYYY_MM'));
      CONTINUE WHEN to_regclass('part.' || child) IS NOT NULL;
      EXECUTE format('CREATE TABLE part.%I (LIKE public.%I INCLUDING ALL)', child, parent.name);
      EXECUTE format(
        'WITH moved AS (DELETE FROM part.%I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO part.%I SELECT * FROM moved',
        parent.name || '_default', parent.key, month::timestamp AT TIME ZONE 'UTC', parent.key, (month + interval '1 month') AT TIME ZONE 'UTC', child);
      EXECUTE format(
        'ALTER TABLE public.%I ATTACH PARTITION part.%I FOR VALUES FROM (%L) TO (%L)',
        parent.name, child, month::timestamp AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
    END LOOP;
  END LOOP;
END $$;

SELECT ensure_month_partitions((now() - interval '3 months')::date, (now() + interval '3 months')::date);
