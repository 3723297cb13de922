-- Bodies are stored as they are: to compress one takes PostgreSQL longer than everything else it does for a webhook.
ALTER TABLE "webhook_receipt" ALTER COLUMN "body" SET STORAGE EXTERNAL;
