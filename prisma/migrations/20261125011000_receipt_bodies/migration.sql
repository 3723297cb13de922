-- Bodies are stored as they are: to compress them was nearly half of what a webhook cost PostgreSQL.
ALTER TABLE "webhook_receipt" ALTER COLUMN "body" SET STORAGE EXTERNAL;
