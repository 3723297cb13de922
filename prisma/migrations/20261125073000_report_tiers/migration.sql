-- Whether a customer bought for the first time. What is there already says so once it is made anew.
ALTER TABLE "sales_day" ADD COLUMN "customer" TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE "sales_day" DROP CONSTRAINT "sales_day_pkey",
  ADD CONSTRAINT "sales_day_pkey" PRIMARY KEY ("shop_id","day","bucket","reason","source","medium","channel","subscription","customer");
ALTER TABLE "credit_day" ADD COLUMN "customer" TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE "credit_day" DROP CONSTRAINT "credit_day_pkey",
  ADD CONSTRAINT "credit_day_pkey" PRIMARY KEY ("shop_id","day","version_id","grade","subscription","customer","apart");

-- An order is a customer's first where none stands before it here.
DROP INDEX "order_shop_id_customer_id_idx";
CREATE INDEX "order_shop_id_customer_id_processed_at_id_test_idx" ON "order" ("shop_id", "customer_id", "processed_at", "id", "test");

-- Sums of the same credits over all messages of a day, and of each message over a month: few rows for long periods.
CREATE TABLE "grade_day" (
    "shop_id" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "grade" TEXT NOT NULL,
    "subscription" TEXT NOT NULL,
    "customer" TEXT NOT NULL,
    "apart" BOOLEAN NOT NULL,
    "orders" INTEGER NOT NULL,
    "weight_ppm" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "taken_minor" BIGINT NOT NULL,
    "moved_minor" BIGINT NOT NULL,
    "moved_taken_minor" BIGINT NOT NULL,

    CONSTRAINT "grade_day_pkey" PRIMARY KEY ("shop_id","day","grade","subscription","customer","apart")
);
CREATE TABLE "credit_month" (
    "shop_id" INTEGER NOT NULL,
    "month" DATE NOT NULL,
    "version_id" BIGINT NOT NULL,
    "grade" TEXT NOT NULL,
    "subscription" TEXT NOT NULL,
    "customer" TEXT NOT NULL,
    "apart" BOOLEAN NOT NULL,
    "orders" INTEGER NOT NULL,
    "weight_ppm" BIGINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "taken_minor" BIGINT NOT NULL,
    "moved_minor" BIGINT NOT NULL,
    "moved_taken_minor" BIGINT NOT NULL,

    CONSTRAINT "credit_month_pkey" PRIMARY KEY ("shop_id","month","version_id","grade","subscription","customer","apart")
);

INSERT INTO "grade_day"
SELECT "shop_id", "day", "grade", "subscription", "customer", "apart", sum("grade_orders"), sum("weight_ppm"),
       sum("amount_minor"), sum("taken_minor"), sum("moved_minor"), sum("moved_taken_minor")
FROM "credit_day" GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO "credit_month"
SELECT "shop_id", date_trunc('month', "day"), "version_id", "grade", "subscription", "customer", "apart", sum("orders"),
       sum("weight_ppm"), sum("amount_minor"), sum("taken_minor"), sum("moved_minor"), sum("moved_taken_minor")
FROM "credit_day" GROUP BY 1, 2, 3, 4, 5, 6, 7;

INSERT INTO "day_mark" ("shop_id", "crowd") SELECT "id", true FROM "shop";
