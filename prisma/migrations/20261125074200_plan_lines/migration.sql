-- What was bought on a selling plan, as Shopify tells it beside an order's journey.
CREATE TABLE "plan_line" (
    "shop_id" INTEGER NOT NULL,
    "order_id" BIGINT NOT NULL,
    "title" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "plan_line_pkey" PRIMARY KEY ("shop_id","order_id","title","plan")
);
